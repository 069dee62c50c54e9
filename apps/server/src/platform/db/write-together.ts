import type { Writable } from 'node:stream';
import type pg from 'pg';

/**
 * What is asked before the event loop turns goes to the server in one write: the driver writes each statement by itself,
 * and of what a statement costs this process that write is the largest part.
 */
export function writeTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  stream.cork();
  // After everything that waits for this turn, which may ask more.
  process.nextTick(() => stream.uncork());
}
