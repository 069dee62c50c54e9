import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { WallClock } from '../clocks.ts';

/**
 * Lets a node say "sold out" without asking the database, in the one case where that is surely true to the shopper:
 * the node learnt it less than a second ago, nothing was given back since, and it issued the shopper's key *after* it
 * learnt. An older key may belong to an order that was committed and never answered; it must reach the lane.
 * It never remembers "there is some".
 *
 * Keys are `<node>.<number>.<issued at>.<random>.<mac>`. The number orders issuing and learning within the node even when the wall
 * clock steps back; the MAC keeps shoppers from making up a later one.
 */
export type SoldOutMemory = {
  /** An idempotency key for one order attempt. */
  issueKey(): string;
  /** Call when a committed answer said that nothing is left of `what`. */
  learnt(what: string): void;
  /** Call when stock of `what` came back or was raised. */
  givenBack(what: string): void;
  /** True when an order of `what` under this key may be refused as sold out right here. */
  refuses(what: string, key: string): boolean;
};

const REMEMBER_MS_MAX = 1_000;
const THINGS_MAX = 10_000;

export function createSoldOutMemory(options: {
  /** Different for every node and for every start of it. */
  readonly nodeId: string;
  readonly secret: Uint8Array;
  readonly wall: WallClock;
  readonly rememberMs?: number;
}): SoldOutMemory {
  const { nodeId, wall } = options;
  if (!/^[\w-]{1,40}$/.test(nodeId)) throw new Error('a node id has word characters only');
  const rememberMs = Math.min(options.rememberMs ?? REMEMBER_MS_MAX, REMEMBER_MS_MAX);
  const known = new Map<string, { at: number; after: number }>();
  let issued = 0;

  const sign = (text: string) =>
    createHmac('sha256', options.secret).update(text).digest('base64url').slice(0, 22);

  /** The issue number when this node issued the key, else null. */
  function numberOf(key: string): number | null {
    const parts = key.split('.');
    if (parts.length !== 5 || parts[0] !== nodeId) return null;
    const mac = Buffer.from(parts[4]!);
    const ours = Buffer.from(sign(parts.slice(0, 4).join('.')));
    if (mac.length !== ours.length || !timingSafeEqual(mac, ours)) return null;
    return Number.parseInt(parts[1]!, 36);
  }

  return {
    issueKey() {
      issued += 1;
      const text = [
        nodeId,
        issued.toString(36),
        wall.now().toString(36),
        randomBytes(6).toString('base64url'),
      ].join('.');
      return `${text}.${sign(text)}`;
    },
    learnt(what) {
      known.delete(what);
      known.set(what, { at: wall.now(), after: issued });
      if (known.size > THINGS_MAX) known.delete(known.keys().next().value!);
    },
    givenBack(what) {
      known.delete(what);
    },
    refuses(what, key) {
      const memory = known.get(what);
      if (memory === undefined) return false;
      const ageMs = wall.now() - memory.at;
      if (ageMs < 0 || ageMs >= rememberMs) {
        known.delete(what);
        return false;
      }
      const number = numberOf(key);
      return number !== null && number > memory.after;
    },
  };
}
