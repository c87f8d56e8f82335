import { create } from "zustand";
import { explain } from "@/api/problem";

export type Toast = { id: number; text: string; kind: "info" | "error" };

type ToastState = { toasts: Toast[]; show(text: string, kind?: Toast["kind"]): void; dismiss(id: number): void };

let lastId = 0;

export const useToasts = create<ToastState>((set) => ({
  toasts: [],
  show: (text, kind = "info") => {
    lastId += 1;
    const toast = { id: lastId, text, kind };
    set((state) => ({ toasts: [...state.toasts.filter((one) => one.text !== text), toast].slice(-3) }));
  },
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));

export const say = (text: string) => useToasts.getState().show(text);
export const complain = (error: unknown) => useToasts.getState().show(explain(error), "error");
