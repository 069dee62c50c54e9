import { createServer } from 'node:net';
import { StartRefused } from '../embedded/start-refused.ts';

/** Looks whether the port can be had, before anything slow is begun. */
export async function requirePort(host: string, port: number): Promise<void> {
  const server = createServer();
  const outcome = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve);
    server.listen({ port, host }, () => resolve(null));
  });
  if (outcome === null) {
    await new Promise((resolve) => server.close(resolve));
    return;
  }
  throw portRefused(outcome, host, port);
}

export function portRefused(error: NodeJS.ErrnoException, host: string, port: number): StartRefused {
  const words: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program: stop that one, or choose another port: PORT=${port + 1} npm start`,
    EACCES: `Port ${port} may not be opened by this account: choose one above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `HOST=${host} is no address of this machine: leave HOST out, or set one that is.`,
    ENOTFOUND: `HOST=${host} is not known: leave HOST out, or set an address of this machine.`,
  };
  return new StartRefused(
    'port',
    words[error.code ?? ''] ??
      `Port ${port} on ${host} cannot be opened (${error.code}): choose another port.`,
    error,
  );
}
