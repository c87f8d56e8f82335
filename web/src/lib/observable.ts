/** State that outlives a screen: a plain class React can watch with `useSyncExternalStore`. */
export abstract class Observable<T> {
  private readonly listeners = new Set<() => void>();

  protected constructor(private snapshot: T) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): T => this.snapshot;

  protected publish(next: T): void {
    if (Object.is(next, this.snapshot)) return;
    this.snapshot = next;
    for (const listener of this.listeners) listener();
  }
}
