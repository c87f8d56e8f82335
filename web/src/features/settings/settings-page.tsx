import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useMe } from "@/api/queries";
import { usePageTitle } from "@/lib/page-title";
import { DataSection } from "./data-section";
import { EraseSection } from "./erase-section";
import { KeysSection } from "./keys-section";
import { MemorySection } from "./memory-section";
import { NotificationsSection } from "./notifications-section";
import { PasswordSection } from "./password-section";
import { PresenceSection } from "./presence-section";
import { ProfileSection } from "./profile-section";
import { SessionsSection } from "./sessions-section";
import { ThemeSection } from "./theme-section";

export default function SettingsPage() {
  const me = useMe();
  usePageTitle("Settings");
  return (
    <section aria-label="Settings" className="safe-top h-full overflow-y-auto">
      <div className="safe-x safe-bottom mx-auto flex max-w-2xl flex-col gap-5 py-6">
        <header className="flex items-center gap-2">
          <Link
            to="/"
            aria-label="Back"
            className="-ml-2 inline-flex size-10 items-center justify-center rounded-full text-ink-soft hover:bg-hover"
          >
            <ArrowLeft className="size-5" />
          </Link>
          <h1 className="text-2xl font-bold tracking-tight">Settings</h1>
        </header>
        <ThemeSection />
        <ProfileSection />
        <MemorySection />
        {me && !me.is_anonymous && <PresenceSection />}
        {me && !me.is_anonymous && <NotificationsSection />}
        <DataSection />
        {me && !me.is_anonymous && <PasswordSection />}
        <SessionsSection />
        {me && !me.is_anonymous && <KeysSection />}
        <EraseSection />
      </div>
    </section>
  );
}
