import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterOwner, prepareBinaries } from '../../apps/server/src/platform/db/embedded-binaries.ts';
import {
  initCluster,
  startCluster,
  stopCluster,
} from '../../apps/server/src/platform/db/embedded-postgres.ts';
import { openDb } from '../../apps/server/src/platform/db/open-db.ts';

/** A PostgreSQL beside the servers, as for `DATABASE_URL`, with every promise of durability kept. */
export type FaultCluster = {
  readonly url: string;
  stop(): Promise<void>;
};

const DATABASE = 'sale';

export async function openFaultCluster(): Promise<FaultCluster> {
  const dir = mkdtempSync(join(tmpdir(), 'dacu-cluster-'));
  // `nobody`, who runs PostgreSQL for root, must pass through; the folders inside are its own and closed.
  chmodSync(dir, 0o755);
  const place = {
    binaries: prepareBinaries({ asRoot: clusterOwner() !== null, intoDir: dir }),
    dataDir: join(dir, 'data'),
    passwordFile: join(dir, 'password'),
    socketDir: join(dir, 's'),
    logFile: join(dir, 'log'),
  };
  initCluster(place);
  const cluster = await startCluster({ ...place, detached: true });
  const admin = openDb({ connection: cluster.connection('postgres'), connectionsMax: 1, deadlineMs: 60_000 });
  await admin.query(`create database ${DATABASE}`);
  await admin.close();
  const password = readFileSync(place.passwordFile, 'utf8').trim();
  return {
    url: `postgres://postgres:${password}@localhost/${DATABASE}?host=${encodeURIComponent(place.socketDir)}`,
    async stop() {
      await stopCluster(cluster);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The postmaster of a data folder and every process it has: each backend is a process group of its own. */
export function processesOf(dataDir: string): number[] {
  const postmaster = postmasterOf(dataDir);
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const after = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!;
        return [{ pid: Number(name), parent: Number(after.split(' ')[1]) }];
      } catch {
        return [];
      }
    });
  return [postmaster, ...parents.filter(({ parent }) => parent === postmaster).map(({ pid }) => pid)];
}

export function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
}
