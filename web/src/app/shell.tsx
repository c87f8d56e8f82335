import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect } from "react";
import { timezoneHere } from "@/api/profile";
import { useChangeProfile, useMe, useProfile } from "@/api/queries";
import { preloadMarkdown } from "@/components/markdown";
import { Sidebar } from "@/features/sidebar/sidebar";
import { cx } from "@/lib/cx";
import { goLive } from "@/lib/live";
import { useShortcut } from "@/lib/shortcuts";
import { useUi } from "@/lib/ui-store";
import { ConnectionBanner } from "./connection-banner";
import { AskToNotify, NewVersion } from "./offers";

const NewChatDialog = lazy(() => import("@/features/agents/new-chat-dialog"));
const WelcomeDialog = lazy(() => import("@/features/welcome/welcome-dialog"));
const NewGroupDialog = lazy(() => import("@/features/people/new-group-dialog"));
const AgentDialog = lazy(() => import("@/features/agents/agent-dialog"));

export function Shell() {
  const me = useMe();
  const { drawer, setDrawer, open } = useUi();
  const navigate = useNavigate();
  useShortcut(
    "new",
    useCallback(() => open({ name: "new-chat" }), [open]),
  );
  useShortcut("stop", drawer ? () => setDrawer(false) : null);
  const userId = me?.id;
  useEffect(() => {
    if (!userId) return;
    return goLive(userId);
  }, [userId]);
  useEffect(() => {
    if (!me) void navigate({ to: "/sign-in" });
  }, [me, navigate]);
  useEffect(preloadMarkdown, []);
  useEffect(() => {
    const wide = matchMedia("(min-width: 64rem)");
    const shut = () => setDrawer(false);
    wide.addEventListener("change", shut);
    return () => wide.removeEventListener("change", shut);
  }, [setDrawer]);

  return (
    <div className="app-height flex overflow-hidden">
      <a
        href="#main"
        className="sr-only z-50 rounded-full bg-fill px-4 py-2 font-semibold text-on-fill focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to the conversation
      </a>
      <aside
        className={cx(
          "w-[min(20rem,86vw)] shrink-0 max-lg:fixed max-lg:inset-y-0 max-lg:left-0 max-lg:z-40 max-lg:shadow-lift max-lg:transition-[translate,visibility] max-lg:duration-200 lg:w-80 lg:border-r lg:border-line",
          drawer ? "max-lg:visible max-lg:translate-x-0" : "max-lg:invisible max-lg:-translate-x-full",
        )}
      >
        <Sidebar />
      </aside>
      {drawer && (
        <button
          type="button"
          aria-label="Close the list"
          onClick={() => setDrawer(false)}
          className="fixed inset-0 z-30 animate-fade bg-black/40 lg:hidden"
        />
      )}
      <main id="main" tabIndex={-1} inert={drawer} className="flex min-w-0 flex-1 flex-col outline-none">
        <ConnectionBanner />
        <NewVersion />
        <AskToNotify />
        <div className="min-h-0 flex-1">
          <Outlet />
        </div>
      </main>
      <Dialogs />
      <Welcome />
    </div>
  );
}

/**
 * Who has an account is asked once how they want to be known; a guest just says hello. Nobody has to be asked for their time
 * zone, without which the greeting doesn't know morning from evening.
 */
function Welcome() {
  const me = useMe();
  const profile = useProfile().data;
  const { mutate } = useChangeProfile();
  const asked = me?.is_anonymous || profile?.onboarded;
  const untold = profile?.timezone === null && asked === true;
  useEffect(() => {
    if (untold) mutate({ timezone: timezoneHere() });
  }, [untold, mutate]);
  if (!me || !profile || asked) return null;
  return (
    <Suspense>
      <WelcomeDialog profile={profile} name={me.display_name} />
    </Suspense>
  );
}

function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  return (
    <Suspense>
      {dialog?.name === "new-chat" && <NewChatDialog agent={dialog.agent} />}
      {dialog?.name === "new-group" && <NewGroupDialog />}
      {dialog?.name === "agent" && <AgentDialog id={dialog.id} />}
    </Suspense>
  );
}
