import type { BoxPool } from '@dacu/contract/api';
import {
  blocksFor,
  type DrawPool,
  drawIndependent,
  drawMessage,
  finiteOrder,
  poolSize,
  poolText,
  shuffleMessage,
} from '@dacu/engine/draw';

/** What the browser computes of a draw by itself, with its own SHA-256: nothing here asks the server. */

export type CheckedCommitment = {
  readonly text: string;
  readonly hash: string;
  readonly matches: boolean;
};
export type CheckedDraw = {
  readonly prizeId: string;
  /** The line that was hashed and what it gave; the first block of many in a finite pool. */
  readonly message: string;
  readonly hash: string;
  /** Null in a finite pool, where the place decides. */
  readonly number: number | null;
  readonly bound: number;
  readonly byPity: boolean;
};

const termsOf = ({ poolId, version, mode, pityDraws, styles }: BoxPool): DrawPool => ({
  ...{ poolId, version, mode, pityDraws, prizes: styles },
});

export async function checkCommitment(pool: BoxPool, seedHex: string): Promise<CheckedCommitment> {
  const text = poolText(termsOf(pool), seedHex);
  const hash = hexOf(await crypto.subtle.digest('SHA-256', utf8(text)));
  return { text, hash, matches: hash === pool.commitment };
}

/** What the box at a place (from 0) holds; null where the pool has no such place. */
export async function checkDraw(
  pool: BoxPool,
  seedHex: string,
  { position, misses }: { readonly position: number; readonly misses: number },
): Promise<CheckedDraw | null> {
  const terms = termsOf(pool);
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOf(seedHex),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const block = async (message: string) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(message)));
  if (terms.mode === 'finite') {
    const order = await orderOf(terms, block);
    const prizeId = order[position];
    if (prizeId === undefined) return null;
    const message = shuffleMessage(pool.poolId, 0);
    return {
      ...{ prizeId, message, hash: hexOf(await block(message)) },
      ...{ number: null, bound: order.length, byPity: false },
    };
  }
  for (let attempt = 0; ; attempt += 1) {
    const message = drawMessage(pool.poolId, position, attempt);
    const hashed = await block(message);
    const drawn = drawIndependent(terms, misses, hashed);
    if (drawn !== null) return { ...drawn, message, hash: hexOf(hashed) };
  }
}

async function orderOf(
  pool: DrawPool,
  block: (message: string) => Promise<Uint8Array>,
): Promise<readonly string[]> {
  for (let blocks = blocksFor(poolSize(pool)!); ; blocks *= 2) {
    const hashed = await Promise.all(
      Array.from({ length: blocks }, (_, at) => block(shuffleMessage(pool.poolId, at))),
    );
    const order = finiteOrder(pool.prizes, hashed);
    if (order !== null) return order;
  }
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  );
}

function hexOf(bytes: ArrayBuffer | Uint8Array): string {
  return Array.from(new Uint8Array(bytes as ArrayBuffer), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}
