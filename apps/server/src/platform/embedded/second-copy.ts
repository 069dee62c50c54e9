import { setTimeout as sleep } from 'node:timers/promises';
import { DATABASE, findRunning } from './ensure-cluster.ts';
import type { Home } from './home.ts';
import { ownerOf } from './ownership.ts';
import { StartRefused } from './start-refused.ts';

const NOTICE_MS = 600;

/** Who runs on this data now; null when nobody does, whether or not its PostgreSQL is up. */
export async function runningOwner(home: Home): Promise<string | null> {
  const cluster = await findRunning(home);
  if (!cluster) return null;
  try {
    const owner = await ownerOf(cluster.connection(DATABASE));
    if (owner === null) return null;
    // PostgreSQL needs a moment to notice that a killed owner is gone.
    await sleep(NOTICE_MS);
    return await ownerOf(cluster.connection(DATABASE));
  } catch {
    // A cluster whose database was not made yet has no owner.
    return null;
  }
}

/** Asked before anything slow is begun; the lock itself decides later. */
export async function refuseSecondCopy(home: Home): Promise<void> {
  const by = await runningOwner(home);
  if (by !== null) throw secondCopy(by);
}

export function secondCopy(by: string, remote = false): StartRefused {
  const way = remote
    ? 'give it a database and a PORT of its own, or start every node on this one with DACU_NODES=several'
    : 'clone into another folder and start it with another PORT';
  return new StartRefused(
    'secondCopy',
    `Dacu already runs on this data (${by}): use that one, or stop it first. For a second one, ${way}.`,
  );
}
