import { connect, createServer, type Socket } from 'node:net';
import type { DbConnection } from './types.ts';

/**
 * Stands between a Db and PostgreSQL and breaks the line at the one moment that matters: the server has committed, and
 * its answer is on the way. For tests.
 */
export type CommitProxy = {
  readonly connection: DbConnection;
  /**
   * What happens to the next answer to a COMMIT. `cut` breaks the line, `swallow` leaves it open and silent. Resolves
   * when it has happened.
   */
  arm(how: 'cut' | 'swallow'): Promise<void>;
  close(): Promise<void>;
};

export async function openCommitProxy(target: DbConnection): Promise<CommitProxy> {
  const { socket, login } = parts(target);
  let armed: { readonly how: 'cut' | 'swallow'; readonly done: () => void } | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = socket();
    let silent = false;
    for (const side of [client, upstream]) {
      sockets.add(side);
      side.on('error', () => {});
      side.on('close', () => {
        sockets.delete(side);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (data) => {
      if (armed !== null && data.includes('COMMIT\0')) {
        if (armed.how === 'cut') client.destroy();
        silent = true;
        armed.done();
        armed = null;
      }
      if (!silent) client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    connection: { ...login, host: '127.0.0.1', port: address.port },
    arm: (how) =>
      new Promise((done) => {
        armed = { how, done };
      }),
    async close() {
      for (const side of sockets) side.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parts(target: DbConnection) {
  if (!('url' in target)) {
    const { host, port, ...login } = target;
    return { socket: socketTo(host, port), login };
  }
  const url = new URL(target.url);
  return {
    socket: socketTo(decodeURIComponent(url.hostname), Number(url.port || 5432)),
    login: {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: url.pathname.slice(1),
    },
  };
}

/** A host that is a path is the directory of a Unix socket. */
function socketTo(host: string, port: number): () => Socket {
  return () => (host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host));
}
