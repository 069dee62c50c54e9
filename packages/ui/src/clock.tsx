import type { ClockView } from '@dacu/contract/api';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';

/**
 * Campaign time on a screen. `/api/clock` says what it is and whether it runs; between two answers it ticks on the
 * browser's monotonic clock, so a wrong or changed system time on the phone moves no countdown. It is asked again
 * every minute, when the page comes back to the front, and when the network returns; on a simulated database, whose clock
 * somebody may move, every ten seconds.
 */
export type CampaignClock = {
  /** Campaign time now, or null before the first answer. */
  now(): number | null;
  view(): ClockView | null;
  subscribe(listener: () => void): () => void;
  /** Asks now: campaign time was moved, or may have been. */
  sync(): Promise<void>;
  start(): () => void;
  /** Campaign time in whole steps, shared by all its readers. */
  steps(stepMs: number): Steps;
};

/** A value that turns only at the step and stands still between, whenever it is read: one timer for all its readers. */
export type Steps = {
  read(): number | null;
  subscribe(listener: () => void): () => void;
};

const RESYNC_MS = 60_000;
const RETRY_MS = 5_000;
const SIMULATED_RESYNC_MS = 10_000;

export function createCampaignClock(fetchClock: () => Promise<ClockView>): CampaignClock {
  const listeners = new Set<() => void>();
  let view: ClockView | null = null;
  let receivedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function sync() {
    const askedAt = performance.now();
    clearTimeout(timer);
    let waitMs = RESYNC_MS;
    try {
      const answer = await fetchClock();
      const answeredAt = performance.now();
      // The server read its clock about half a round trip ago.
      receivedAt = (askedAt + answeredAt) / 2;
      view = answer;
      if (answer.databaseKind === 'simulated') waitMs = SIMULATED_RESYNC_MS;
      for (const listener of listeners) listener();
    } catch {
      // Keep ticking on what we know; ask again sooner.
      waitMs = RETRY_MS;
    }
    clearTimeout(timer);
    timer = setTimeout(sync, waitMs);
  }
  function now() {
    if (!view) return null;
    return view.running ? view.campaignAt + (performance.now() - receivedAt) : view.campaignAt;
  }
  function start() {
    const onVisible = () => document.visibilityState === 'visible' && void sync();
    const onOnline = () => void sync();
    document.addEventListener('visibilitychange', onVisible);
    window.addEventListener('online', onOnline);
    void sync();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
      window.removeEventListener('online', onOnline);
    };
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  const known = new Map<number, Steps>();
  return {
    now,
    view: () => view,
    subscribe,
    sync,
    start,
    steps(stepMs) {
      const steps = known.get(stepMs) ?? createSteps({ now, subscribe }, stepMs);
      known.set(stepMs, steps);
      return steps;
    },
  };
}

/**
 * Read afresh in each render, the time would differ between two looks at one screen, and on a slow machine React would
 * render for ever to catch up with it; so it is written down once a step.
 */
function createSteps(clock: Pick<CampaignClock, 'now' | 'subscribe'>, stepMs: number): Steps {
  const listeners = new Set<() => void>();
  let value: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | null = null;

  function turn() {
    const now = clock.now();
    const next = now === null ? null : Math.floor(now / stepMs) * stepMs;
    if (next === value) return;
    value = next;
    for (const listener of listeners) listener();
  }
  function wait() {
    clearTimeout(timer);
    const now = clock.now();
    // Just after the next step begins.
    timer = setTimeout(
      () => {
        turn();
        wait();
      },
      now === null ? 250 : stepMs - (now % stepMs) + 4,
    );
  }
  return {
    read() {
      if (listeners.size === 0) turn();
      return value;
    },
    subscribe(listener) {
      if (listeners.size === 0) {
        turn();
        unsubscribe = clock.subscribe(turn);
        wait();
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        unsubscribe?.();
      };
    },
  };
}

const ClockContext = createContext<CampaignClock | null>(null);

export function CampaignClockProvider({
  fetchClock,
  children,
}: {
  fetchClock: () => Promise<ClockView>;
  children: ReactNode;
}) {
  const clock = useMemo(() => createCampaignClock(fetchClock), [fetchClock]);
  useEffect(() => clock.start(), [clock]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

export function useCampaignClock(): CampaignClock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('useCampaignClock needs a CampaignClockProvider above it');
  return clock;
}

/** The last answer of `/api/clock`: zone, running, simulated or real. Null before the first. */
export function useClockView(): ClockView | null {
  const clock = useCampaignClock();
  return useSyncExternalStore(clock.subscribe, clock.view, () => null);
}

/** Campaign time, floored to `stepMs`; renders when the step changes and not between. Null before the first answer. */
export function useCampaignNow(stepMs = 1000): number | null {
  const steps = useCampaignClock().steps(stepMs);
  return useSyncExternalStore(steps.subscribe, steps.read, () => null);
}

/** Runs `onPass` once when campaign time passes `at` while this is on screen. */
export function useWhenPassed(at: number | null, onPass: () => void): void {
  const now = useCampaignNow();
  const latest = useRef(onPass);
  latest.current = onPass;
  const before = useRef<number | null>(null);
  useEffect(() => {
    const previous = before.current;
    before.current = now;
    if (at === null || now === null || previous === null) return;
    if (previous < at && now >= at) latest.current();
  }, [at, now]);
}
