import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { onSignedOut } from "@/api/http";
import { meQuery, queryClient, setMe } from "@/api/queries";
import { SetupPage } from "@/features/auth/setup-page";
import { SignInPage } from "@/features/auth/sign-in-page";
import { SignUpPage } from "@/features/auth/sign-up-page";
import { ConversationPage } from "@/features/conversation/conversation-page";
import { HomePage } from "@/features/home/home-page";
import { forgetEverything } from "@/lib/live";
import { CannotStart, NotFound } from "./failures";
import { Shell } from "./shell";
import { Splash } from "./splash";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: CannotStart });

const entry = (path: "/sign-in" | "/sign-up", component: () => React.ReactNode) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component,
    beforeLoad: async () => {
      const me = await queryClient.ensureQueryData(meQuery);
      if (me && !me.is_anonymous) throw redirect({ to: "/" });
    },
  });

const setup = createRoute({ getParentRoute: () => root, path: "/setup", component: SetupPage });

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: Shell,
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: "/sign-in" });
  },
});

const home = createRoute({ getParentRoute: () => inside, path: "/", component: HomePage });

const chat = createRoute({
  getParentRoute: () => inside,
  path: "/c/$chatId",
  /** `m` names the message to show. */
  validateSearch: ({ m }: Record<string, unknown>): { m?: string } => (typeof m === "string" ? { m } : {}),
  component: function ChatRoute() {
    const { chatId } = chat.useParams();
    const { m } = chat.useSearch();
    return <ConversationPage key={chatId} chatId={chatId} messageId={m ?? null} />;
  },
});

const RoomPage = lazyRouteComponent(() => import("@/features/room/room-page"));

const room = createRoute({
  getParentRoute: () => inside,
  path: "/p/$chatId",
  /** `m` names the message to show. */
  validateSearch: ({ m }: Record<string, unknown>): { m?: string } => (typeof m === "string" ? { m } : {}),
  component: function RoomRoute() {
    const { chatId } = room.useParams();
    const { m } = room.useSearch();
    return <RoomPage key={chatId} chatId={chatId} messageId={m ?? null} />;
  },
});

const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  component: lazyRouteComponent(() => import("@/features/people/people-page")),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/settings/settings-page")),
});

const MemoryPage = lazyRouteComponent(() => import("@/features/memory/memory-page"));

const memory = createRoute({
  getParentRoute: () => inside,
  path: "/memory",
  /** `fact` names the one somebody came to see. */
  validateSearch: ({ fact }: Record<string, unknown>): { fact?: string } => (typeof fact === "string" ? { fact } : {}),
  component: function MemoryRoute() {
    const { fact } = memory.useSearch();
    return <MemoryPage factId={fact ?? null} />;
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    entry("/sign-in", SignInPage),
    entry("/sign-up", SignUpPage),
    setup,
    inside.addChildren([home, chat, room, people, memory, settings]),
  ]),
  defaultPendingComponent: Splash,
  defaultPendingMs: 300,
});

onSignedOut(() => {
  forgetEverything();
  setMe(null);
  void router.navigate({ to: "/sign-in" });
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
