import type { Context } from '../../context.ts';

/** Positions for what was committed, then every consumer up to the last of them. */
export async function drain(context: Context): Promise<void> {
  const given = await context.relay.runOnce();
  if (given === 0) return;
  // One batch holds a thousand events, and each time all of them are passed: a second look is needed only after more.
  while ((await context.consumers.runTogether()) >= CONSUMER_BATCH);
}

const CONSUMER_BATCH = 1_000;
