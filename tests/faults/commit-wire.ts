import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a connection breaks: the commit never arrives, or it arrives and its answer does not come back. */
export type CommitCut = 'before' | 'after';

/** What stands between a server and its PostgreSQL and can break a connection at the very commit. */
export type CommitWire = {
  /** The same database, by way of this wire. */
  readonly url: string;
  /** Breaks the next so many connections of the lane that commit, one commit each, and as many of the others. */
  cut(how: CommitCut, commits: number): void;
  /** How many of them are still to be broken. */
  left(): number;
  stop(): Promise<void>;
};

/** The simple query `commit` as it goes over the wire: type, length, text, NUL (PostgreSQL, Message Formats). */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');
/** How the lane's connections name themselves when they open (StartupMessage). */
const OF_LANE = Buffer.from('application_name\0dacu lane\0', 'latin1');
const SOCKET = '.s.PGSQL.5432';

export async function openCommitWire(databaseUrl: string): Promise<CommitWire> {
  const dir = mkdtempSync(join(tmpdir(), 'dacu-wire-'));
  const behind = new URL(databaseUrl);
  const upstreamAt = join(behind.searchParams.get('host')!, SOCKET);
  const open = new Set<Socket>();
  let how: CommitCut = 'before';
  const left = { lane: 0, others: 0 };

  const server = createServer((client) => {
    const upstream = createConnection(upstreamAt);
    let swallow = false;
    let whose: keyof typeof left | null = null;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => {
      // The first thing said over a connection is who opens it.
      whose ??= chunk.includes(OF_LANE) ? 'lane' : 'others';
      if (left[whose] > 0 && !swallow && chunk.includes(COMMIT)) {
        left[whose] -= 1;
        if (how === 'before') return end();
        swallow = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (swallow) end();
      else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(join(dir, SOCKET), resolve));
  behind.searchParams.set('host', dir);
  return {
    url: behind.href,
    cut(at, commits) {
      how = at;
      left.lane = commits;
      left.others = commits;
    },
    left: () => left.lane + left.others,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
