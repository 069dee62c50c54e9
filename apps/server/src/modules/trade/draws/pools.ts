import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
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
import type { Sql } from '../../../platform/db/types.ts';
import * as store from './store.ts';
import type { PoolRow } from './types.ts';

/** A pool with its seed in memory: what the box at a place holds is a function of it. */
export type OpenPool = {
  readonly row: PoolRow;
  readonly pool: DrawPool;
  readonly seedHex: string;
  /** `misses`: boxes in a row of this shopper without a guaranteed prize; of no matter in a finite pool. */
  prizeAt(position: number, misses: number): { readonly prizeId: string; readonly byPity: boolean };
};

export type Pools = {
  /** Reads and unseals what is not in memory yet; a lane decision may not wait for it. */
  prepare(poolIds: readonly string[]): Promise<void>;
  /** Prepared before. */
  known(poolId: string): OpenPool;
  /** Seals a fresh seed; the commitment binds it to the pool's terms. */
  seal(pool: DrawPool, seed: Uint8Array): { readonly commitment: string; readonly sealedSeed: Uint8Array };
};

const POOLS_KNOWN_MAX = 500;
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createPools({ db, masterKey }: { db: Sql; masterKey: Uint8Array }): Pools {
  // One purpose, one key.
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(0), 'dacu draw seeds', 32)),
  );
  const known = new Map<string, OpenPool>();

  /** The pool is authenticated with its seed, so a sealed seed cannot be moved to another pool. */
  function sealSeed(poolId: string, seed: Uint8Array): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(poolId));
    const body = Buffer.concat([cipher.update(seed), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
  }

  function openSeed(poolId: string, sealed: Uint8Array): Buffer {
    if (sealed[0] !== VERSION) throw new Error('a sealed seed of an unknown version');
    const tagAt = 1 + NONCE_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, tagAt), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(poolId))
      .setAuthTag(sealed.subarray(tagAt, tagAt + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(tagAt + TAG_BYTES)), decipher.final()]);
  }

  return {
    async prepare(poolIds) {
      const missing = [...new Set(poolIds)].filter((poolId) => !known.has(poolId));
      if (missing.length === 0) return;
      const rows = await store.readPools(db, missing);
      for (const row of rows) {
        const opened = openPool(row, openSeed(row.poolId, row.sealedSeed));
        if (commitmentOf(opened.pool, opened.seedHex) !== row.commitment)
          throw new Error(`the seed or the terms of pool ${row.poolId} are not those that were committed to`);
        known.set(row.poolId, opened);
      }
      // The oldest go; whatever a decision under way needs was asked for just now.
      for (const poolId of known.keys()) if (known.size > POOLS_KNOWN_MAX) known.delete(poolId);
    },
    known(poolId) {
      const opened = known.get(poolId);
      if (opened === undefined) throw new Error(`pool ${poolId} was not prepared`);
      return opened;
    },
    seal: (pool, seed) => ({
      commitment: commitmentOf(pool, Buffer.from(seed).toString('hex')),
      sealedSeed: sealSeed(pool.poolId, seed),
    }),
  };
}

/** What the engine draws from: the terms of a programme as they were committed to. */
export function drawPoolOf({
  poolId,
  version,
  terms,
}: Pick<PoolRow, 'poolId' | 'version' | 'terms'>): DrawPool {
  return { poolId, version, mode: terms.mode, pityDraws: terms.pityDraws, prizes: terms.styles };
}

const commitmentOf = (pool: DrawPool, seedHex: string) =>
  createHash('sha256').update(poolText(pool, seedHex)).digest('hex');

function openPool(row: PoolRow, seed: Buffer): OpenPool {
  const pool = drawPoolOf(row);
  const block = (message: string) => createHmac('sha256', seed).update(message).digest();
  const order = pool.mode === 'finite' ? orderOf(pool, block) : null;
  return {
    row,
    pool,
    seedHex: seed.toString('hex'),
    prizeAt(position, misses) {
      if (order !== null) {
        const prizeId = order[position];
        if (prizeId === undefined) throw new RangeError(`pool ${pool.poolId} has no box ${position}`);
        return { prizeId, byPity: false };
      }
      for (let attempt = 0; ; attempt += 1) {
        const drawn = drawIndependent(pool, misses, block(drawMessage(pool.poolId, position, attempt)));
        if (drawn !== null) return { prizeId: drawn.prizeId, byPity: drawn.byPity };
      }
    },
  };
}

function orderOf(pool: DrawPool, block: (message: string) => Uint8Array): readonly string[] {
  for (let blocks = blocksFor(poolSize(pool)!); ; blocks *= 2) {
    const hashed = Array.from({ length: blocks }, (_, at) => block(shuffleMessage(pool.poolId, at)));
    const order = finiteOrder(pool.prizes, hashed);
    if (order !== null) return order;
  }
}
