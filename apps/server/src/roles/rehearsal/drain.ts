import type { Context } from '../../context.ts';

/** Positions for what was committed, and every consumer up to the last of them. */
export async function drain({ relay, consumers }: Context): Promise<void> {
  let passed = await consumers.runTogether(relay.giveIn);
  // One batch holds a thousand events, and each time all of them are passed: a second look is needed only after more.
  while (passed >= CONSUMER_BATCH) passed = await consumers.runTogether();
}

const CONSUMER_BATCH = 1_000;
