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
  /** Breaks connections as they commit, one commit each, until so many of them were the lane's, which takes orders. */
  cut(how: CommitCut, commits: number): void;
  /** How many of the lane's are still to be broken. */
  left(): number;
  stop(): Promise<void>;
};

/** The simple query `commit` as it goes over the wire: type, length, text, NUL (PostgreSQL, Message Formats). */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');
/** A parameter of the first message of a connection. */
const OF_LANE = Buffer.from('application_name\0dacu lane\0', 'latin1');
const SOCKET = '.s.PGSQL.5432';

export async function openCommitWire(databaseUrl: string): Promise<CommitWire> {
  const dir = mkdtempSync(join(tmpdir(), 'dacu-wire-'));
  const behind = new URL(databaseUrl);
  const upstreamAt = join(behind.searchParams.get('host')!, SOCKET);
  const open = new Set<Socket>();
  let how: CommitCut = 'before';
  let left = 0;

  const server = createServer((client) => {
    const upstream = createConnection(upstreamAt);
    let swallow = false;
    let ofLane = false;
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
      ofLane ||= chunk.includes(OF_LANE);
      if (left > 0 && !swallow && chunk.includes(COMMIT)) {
        if (ofLane) left -= 1;
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
      left = commits;
    },
    left: () => left,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
