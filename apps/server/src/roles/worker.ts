import type { Context } from '../context.ts';
import type { RunningRole } from './role.ts';

/** Relays committed events, applies them to their consumers, and does due work. Several nodes may do it at once. */
export async function startWorker(context: Context): Promise<RunningRole> {
  const { relay, consumers, due } = context;
  relay.start();
  await consumers.start();
  due.start();
  return {
    async stop() {
      await due.stop();
      await relay.stop();
      await consumers.stop();
    },
  };
}
