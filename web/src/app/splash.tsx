import { LogoMark } from "@/components/logo";

export function Splash() {
  return (
    <div role="status" aria-label="Loading" className="app-height flex items-center justify-center">
      <LogoMark className="size-14 animate-shimmer" />
    </div>
  );
}
