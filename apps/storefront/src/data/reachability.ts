/**
 * Whether we can be reached: what the browser says of its network, and what our own calls have found. A call that
 * brought nothing makes us unreachable; while we are, the clock is asked again and again (it is the cheapest question),
 * and the first answer of any call makes us reachable.
 */
export type Reach = 'online' | 'offline' | 'unreachable';

const ASK_MS = 3_000;
const ASK_MAX_MS = 30_000;

export type Reachability = {
  now(): Reach;
  subscribe(listener: () => void): () => void;
  /** How a call ended: `lost` = nothing reached us at all. */
  heard(outcome: 'answered' | 'lost'): void;
};

type World = {
  readonly isOnline: () => boolean;
  readonly onNetwork: (listener: () => void) => void;
  /** Asks for something small; resolves when an answer came. */
  readonly ask: () => Promise<unknown>;
  readonly wait: (ms: number, run: () => void) => () => void;
};

export function createReachability(world: World): Reachability {
  const listeners = new Set<() => void>();
  let lost = false;
  let shown: Reach = world.isOnline() ? 'online' : 'offline';
  let stopWaiting: (() => void) | null = null;
  let waitMs = ASK_MS;

  function settle() {
    const next: Reach = !world.isOnline() ? 'offline' : lost ? 'unreachable' : 'online';
    if (next === 'unreachable' && stopWaiting === null) askSoon();
    if (next !== 'unreachable') {
      stopWaiting?.();
      stopWaiting = null;
      waitMs = ASK_MS;
    }
    if (next === shown) return;
    shown = next;
    for (const listener of listeners) listener();
  }
  function askSoon() {
    stopWaiting = world.wait(waitMs, () => {
      stopWaiting = null;
      waitMs = Math.min(ASK_MAX_MS, waitMs * 1.6);
      world.ask().then(
        () => heard('answered'),
        () => {
          if (lost && stopWaiting === null && world.isOnline()) askSoon();
        },
      );
    });
  }
  function heard(outcome: 'answered' | 'lost') {
    lost = outcome === 'lost';
    settle();
  }
  world.onNetwork(() => {
    // A network that has come back is believed at once; the next call says whether we are behind it.
    if (world.isOnline()) lost = false;
    settle();
  });
  return {
    now: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    heard,
  };
}
