import { create } from "zustand";

/** What is open on top of the page. Features ask for one another by name here and never import each other. */
export type Dialog =
  | { name: "new-chat"; agent?: string }
  | { name: "agent"; id?: string }
  | { name: "new-group" }
  | { name: "stats"; chatId: string };

type UiState = {
  dialog: Dialog | null;
  drawer: boolean;
  open(dialog: Dialog): void;
  close(): void;
  setDrawer(open: boolean): void;
};

export const useUi = create<UiState>((set) => ({
  dialog: null,
  drawer: false,
  open: (dialog) => set({ dialog, drawer: false }),
  close: () => set({ dialog: null }),
  setDrawer: (drawer) => set({ drawer }),
}));
