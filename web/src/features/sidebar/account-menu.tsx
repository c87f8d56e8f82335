import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, LogOut, Monitor, Moon, Settings, Sun, UserPlus } from "lucide-react";
import { useSyncExternalStore } from "react";
import { signOut } from "@/api/auth";
import { setMe, useMe, useProfile } from "@/api/queries";
import { Avatar } from "@/components/avatar";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { forgetDrafts } from "@/lib/drafts";
import { forgetEverything } from "@/lib/live";
import { stopNotifying } from "@/lib/notifications";
import { type ThemeChoice, theme } from "@/lib/theme";
import { forgetUnsent } from "@/lib/threads/outbox-storage";
import { complain } from "@/lib/toasts";
import { useUi } from "@/lib/ui-store";

const nextTheme: Record<ThemeChoice, { to: ThemeChoice; text: string }> = {
  system: { to: "light", text: "Theme: like the system" },
  light: { to: "dark", text: "Theme: light" },
  dark: { to: "system", text: "Theme: dark" },
};

export function AccountMenu() {
  const me = useMe();
  const called = useProfile().data?.name;
  const navigate = useNavigate();
  const setDrawer = useUi((state) => state.setDrawer);
  const choice = useSyncExternalStore(theme.subscribe, theme.getSnapshot);
  if (!me) return null;
  // What they want to be called comes before what the account was made with.
  const name = called || (me.is_anonymous ? "Guest" : me.display_name || me.email || "You");
  const below = me.is_anonymous ? called && "Guest" : me.email;
  const go = (to: "/settings" | "/sign-up") => {
    setDrawer(false);
    void navigate({ to });
  };
  const leave = async () => {
    try {
      // This browser tells nobody any more what is theirs.
      await stopNotifying().catch(() => undefined);
      await signOut();
    } catch (error) {
      return complain(error);
    }
    forgetEverything();
    forgetDrafts();
    forgetUnsent();
    setMe(null);
    void navigate({ to: "/sign-in" });
  };
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <button
          type="button"
          aria-label="Account"
          className="flex w-full items-center gap-3 rounded-2xl px-2 py-1.5 text-left hover:bg-hover"
        >
          <Avatar name={name} size="small" />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold leading-tight">{name}</span>
            {below && <span className="block truncate text-sm text-ink-faint">{below}</span>}
          </span>
          <ChevronsUpDown className="size-4 text-ink-faint" />
        </button>
      }
    >
      {me.is_anonymous && (
        <MenuItem icon={<UserPlus />} onSelect={() => go("/sign-up")}>
          Create an account
        </MenuItem>
      )}
      <MenuItem icon={<Settings />} onSelect={() => go("/settings")}>
        Settings
      </MenuItem>
      <MenuItem
        icon={choice === "dark" ? <Moon /> : choice === "light" ? <Sun /> : <Monitor />}
        onSelect={() => theme.choose(nextTheme[choice].to)}
      >
        {nextTheme[choice].text}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void leave()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
