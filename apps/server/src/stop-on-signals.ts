import type { Log } from './platform/log.ts';

/** Longer than the longest request may take; then the process ends whatever is still open. */
const DRAIN_MS = 20_000;

/**
 * Ends the process in order at Ctrl-C, SIGTERM, or when the terminal is closed: `stop` drains, within a bounded time.
 * A second Ctrl-C ends it at once; nothing acknowledged is lost by that, as nothing is acknowledged before its commit.
 */
export function stopOnSignals(options: {
  readonly log: Log;
  say(words: string): void;
  stop(): Promise<void>;
}): { now(reason: string, exitCode: number): void } {
  let stopping = false;

  function now(reason: string, exitCode: number): void {
    if (stopping) process.exit(130);
    stopping = true;
    options.say(reason);
    const late = setTimeout(() => {
      options.log.error({ afterMs: DRAIN_MS }, 'not everything stopped in time');
      process.exit(1);
    }, DRAIN_MS);
    options.stop().then(
      () => {
        clearTimeout(late);
        process.exit(exitCode);
      },
      (error: unknown) => {
        options.log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => now(`Stopping (${signal}): finishing what was begun …`, 0));
  return { now };
}
