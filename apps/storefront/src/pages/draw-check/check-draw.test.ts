import type { BoxPool } from '@dacu/contract/api';
import { expect, it } from 'vitest';
import { checkCommitment, checkDraw } from './check-draw.ts';

const SEED = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const style = (prizeId: string, more: Partial<BoxPool['styles'][number]>): BoxPool['styles'][number] => ({
  ...{ prizeId, title: { zh: prizeId, en: prizeId }, count: null, valueFen: null, ppm: 0 },
  ...{ basePpm: 0, effectivePpm: 0, guaranteed: false, ...more },
});
const pool = (more: Partial<BoxPool>): BoxPool =>
  ({
    ...{ poolId: 'po_check', version: 1, mode: 'finite', pityDraws: null, styles: [] },
    ...more,
  }) as BoxPool;
const FINITE = pool({
  styles: [style('a', { count: 3 }), style('b', { count: 2 })],
  // printf 'dacu-pool/1\npool po_check\nversion 1\nmode finite\npity -\nprize a 0 3\nprize b 0 2\nseed …\n' | sha256sum
  commitment: 'e74527595591fa121ccb688ec277f817f926d79abc8fc08546cf3529f289dbd1',
});
const PITY = pool({
  ...{ mode: 'independent', pityDraws: 3 },
  styles: [style('common', { ppm: 999_999 }), style('rare', { ppm: 1, guaranteed: true })],
});

it('finds the commitment that a tool of the shell finds, and no other seed or terms behind it', async () => {
  expect(await checkCommitment(FINITE, SEED)).toMatchObject({ hash: FINITE.commitment, matches: true });
  expect((await checkCommitment(FINITE, SEED.replace('0', '1'))).matches).toBe(false);
  expect((await checkCommitment({ ...FINITE, pityDraws: 9 }, SEED)).matches).toBe(false);
});

it('finds every box of a finite pool, and none past its end', async () => {
  const found = await Promise.all(
    [0, 1, 2, 3, 4].map(
      async (position) => (await checkDraw(FINITE, SEED, { position, misses: 0 }))?.prizeId,
    ),
  );
  expect([...found].sort()).toEqual(['a', 'a', 'a', 'b', 'b']);
  expect(await checkDraw(FINITE, SEED, { position: 5, misses: 0 })).toBeNull();
});

it('finds what the guarantee gave', async () => {
  const before = await checkDraw(PITY, SEED, { position: 7, misses: 1 });
  expect(before).toMatchObject({ prizeId: 'common', byPity: false, message: 'dacu-draw/1|po_check|7|0' });
  // printf 'dacu-draw/1|po_check|7|0' | openssl dgst -sha256 -mac HMAC -macopt hexkey:…
  expect(before?.hash).toBe('3c9a573840c018540d69daea15fb77caaf8f1d4e79177277e68efde2254587a5');
  expect(await checkDraw(PITY, SEED, { position: 7, misses: 2 })).toMatchObject({
    prizeId: 'rare',
    byPity: true,
  });
});
