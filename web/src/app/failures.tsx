import { Link, useRouter } from "@tanstack/react-router";
import { explain } from "@/api/problem";
import { queryClient } from "@/api/queries";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { LogoMark } from "@/components/logo";

export function NotFound() {
  return (
    <main className="app-height">
      <Empty art={<LogoMark className="size-16" />} title="There is nothing here" text="The address may be mistyped.">
        <Link to="/" className="mt-2 font-semibold text-accent underline underline-offset-4">
          Back to the start
        </Link>
      </Empty>
    </main>
  );
}

/** Shown when even the first question (who am I?) got no answer, or a screen broke. */
export function CannotStart({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const again = () => {
    queryClient.clear();
    reset();
    void router.invalidate();
  };
  return (
    <main className="app-height">
      <Empty art={<LogoMark className="size-16" />} title="Kith could not start" text={explain(error)}>
        <Button look="primary" className="mt-2" onClick={again}>
          Try again
        </Button>
      </Empty>
    </main>
  );
}
