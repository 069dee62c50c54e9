import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { WallClock } from '../clocks.ts';

/**
 * Lets a node say "sold out" without asking the database, in the one case where that is surely true to the shopper:
 * the node learnt it less than a second ago, nothing was given back since, and it issued the shopper's key *after* it
 * learnt. An older key may belong to an order that was committed and never answered; it must reach the lane.
 * It never remembers "there is some".
 *
 * Keys are `<node>.<number>.<mac>`. The number orders issuing and learning within the node even when the wall clock steps
 * back; the MAC keeps shoppers from making up a later one. They need not be secret: a key counts for its shopper alone.
 *
 * Another node may take a key that this one issued, and get it a unit that came back there. So whoever sends a key again
 * must say so (`Idempotency-Retry`) and is not asked about here.
 */
export type SoldOutMemory = {
  /** An idempotency key for one order attempt. */
  issueKey(): string;
  /** Call when a committed answer said that nothing is left of `what` under these terms (an edition). */
  learnt(what: string, terms: string): void;
  /** Call when stock of `what` came back. */
  givenBack(what: string): void;
  /** True when an order of `what` under these terms and this key may be refused as sold out right here. */
  refuses(what: string, terms: string, key: string): boolean;
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
  const known = new Map<string, { terms: string; at: number; after: number }>();
  let issued = 0;

  // A key object: bytes would be made into one again at each of two signatures a refusal (12 µs, 2 µs).
  const secret = createSecretKey(options.secret);
  const sign = (text: string) =>
    createHmac('sha256', secret).update(`order key ${text}`).digest('base64url').slice(0, 22);

  /** The issue number when this node issued the key, else null. */
  function numberOf(key: string): number | null {
    const parts = key.split('.');
    if (parts.length !== 3 || parts[0] !== nodeId) return null;
    const mac = Buffer.from(parts[2]!);
    const ours = Buffer.from(sign(parts.slice(0, 2).join('.')));
    if (mac.length !== ours.length || !timingSafeEqual(mac, ours)) return null;
    return Number.parseInt(parts[1]!, 36);
  }

  return {
    issueKey() {
      issued += 1;
      const text = `${nodeId}.${issued.toString(36)}`;
      return `${text}.${sign(text)}`;
    },
    learnt(what, terms) {
      known.delete(what);
      known.set(what, { terms, at: wall.now(), after: issued });
      if (known.size > THINGS_MAX) known.delete(known.keys().next().value!);
    },
    givenBack(what) {
      known.delete(what);
    },
    refuses(what, terms, key) {
      const memory = known.get(what);
      if (memory === undefined) return false;
      const ageMs = wall.now() - memory.at;
      if (ageMs < 0 || ageMs >= rememberMs || memory.terms !== terms) {
        known.delete(what);
        return false;
      }
      const number = numberOf(key);
      return number !== null && number > memory.after;
    },
  };
}
