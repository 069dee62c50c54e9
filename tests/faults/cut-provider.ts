/**
 * Loaded into a server before its own code (`NODE_OPTIONS=--import`): what stands between it and the payment provider, as
 * the file DACU_FAULT_WIRE says at each moment: `open`, `refuse` (nobody listens there), `hang` (nobody ever answers),
 * `mute` (the provider answers, but its notifications do not reach us). The provider is at 127.0.0.1, we ourselves are
 * called at `localhost`, and PostgreSQL at a socket. Connections that were kept open break when the mode changes.
 */
import { readFileSync } from 'node:fs';
import net from 'node:net';

type Target = { host?: string; port?: number | string; path?: string };

const file = process.env.DACU_FAULT_WIRE!;
const NOBODY = 1;
const PROVIDER = '127.0.0.1';
const sockets = new Set<net.Socket>();
const mode = (): string => readFileSync(file, 'utf8').trim();

const connect = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // `net.connect` hands on its arguments as one list, whose first is the target.
  const target = (Array.isArray(args[0]) ? args[0][0] : args[0]) as Target;
  const toProvider = target?.host === PROVIDER;
  const toUs = target?.host === 'localhost' && String(target.port) === process.env.PORT;
  const now = mode();
  if (toProvider || toUs) {
    sockets.add(this);
    this.once('close', () => sockets.delete(this));
    if (toProvider && now === 'hang') return this;
    if ((toProvider && now === 'refuse') || (toUs && now === 'mute')) target.port = NOBODY;
  }
  return connect.apply(this, args);
} as typeof net.Socket.prototype.connect;

let before = mode();
setInterval(() => {
  const now = mode();
  if (now === before) return;
  before = now;
  for (const socket of sockets) socket.destroy(new Error('the wire changed'));
}, 20).unref();
