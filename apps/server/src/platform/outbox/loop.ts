/**
 * Calls `work` again and again: at once while it reports that it did something, else after `idleMs` or a nudge.
 * One call at a time. An error is handed to `failed` and does not end the loop.
 */
export type Loop = {
  start(): void;
  /** There may be work now. Cheap; any number of nudges make one call. */
  nudge(): void;
  /** Resolves when the call that is under way has ended. */
  stop(): Promise<void>;
};

const AFTER_FAILURE_MS = 1_000;

export function createLoop(options: {
  readonly work: () => Promise<number>;
  readonly idleMs: number;
  readonly failed: (error: unknown) => void;
}): Loop {
  let on = false;
  let nudged = false;
  let wake: (() => void) | null = null;
  let running: Promise<void> | null = null;

  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        wake = null;
        resolve();
      }
      wake = done;
    });
  }

  async function run(): Promise<void> {
    while (on) {
      nudged = false;
      let pauseMs = options.idleMs;
      try {
        if ((await options.work()) > 0) continue;
      } catch (error) {
        options.failed(error);
        pauseMs = Math.max(pauseMs, AFTER_FAILURE_MS);
      }
      if (on && !nudged) await rest(pauseMs);
    }
  }

  return {
    start() {
      if (on) return;
      on = true;
      running = run();
    },
    nudge() {
      nudged = true;
      wake?.();
    },
    async stop() {
      on = false;
      wake?.();
      await running;
      running = null;
    },
  };
}
