import { cx } from "@/lib/cx";

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("block animate-shimmer bg-hover", className)} />;
}

/** Where messages will be. */
export function RowsSkeleton() {
  return (
    <div role="status" aria-label="Loading messages" className="flex flex-col gap-4 pb-6">
      <Skeleton className="h-12 w-2/5 self-end rounded-3xl" />
      <Skeleton className="h-24 w-3/5 rounded-3xl" />
      <Skeleton className="h-12 w-1/3 self-end rounded-3xl" />
      <Skeleton className="h-16 w-1/2 rounded-3xl" />
    </div>
  );
}
