import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  blocksFor,
  type DrawPool,
  drawIndependent,
  drawMessage,
  finiteOrder,
  poolText,
  shuffleMessage,
} from '../draw/index.ts';
import type { AuditCheckId, AuditDraw, AuditPool, AuditPurchase } from './audit-rows.ts';
import type { AuditHashes } from './redraw.ts';
import { audit, type Books, books, failedChecks, NOW, protectedBooks } from './test-books.ts';

/** The draws are the server's own code's; the auditor has to reach the same by its own. */
const SEED = '5e'.repeat(32);
const hmac = (text: string) => createHmac('sha256', Buffer.from(SEED, 'hex')).update(text).digest();
const HASHES: AuditHashes = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  hmac: (seedHex, text) => createHmac('sha256', Buffer.from(seedHex, 'hex')).update(text).digest(),
};
const failedOf = (rows: Books) => failedChecks(rows, { hashes: HASHES });
const prize = (prizeId: string, more: Partial<DrawPool['prizes'][number]>) => ({
  ...{ prizeId, ppm: 0, count: null, guaranteed: false, ...more },
});
const CASE: DrawPool = {
  ...{ poolId: 'po_case', version: 1, mode: 'finite', pityDraws: null },
  prizes: [prize('cat', { count: 4 }), prize('dog', { count: 2 }), prize('fox', { count: 2 })],
};
const PITY: DrawPool = {
  ...{ poolId: 'po_pity', version: 2, mode: 'independent', pityDraws: 3 },
  prizes: [prize('plain', { ppm: 980_000 }), prize('rare', { ppm: 20_000, count: 5, guaranteed: true })],
};
const CASE_ORDER = finiteOrder(
  CASE.prizes,
  Array.from({ length: blocksFor(8) }, (_, at) => hmac(shuffleMessage('po_case', at))),
)!;

const BUYERS = ['case:a:1', 'case:p:1'];
const PITY_BUYERS = ['pity:a:1', 'pity:p:1'];

function draw(
  pool: DrawPool,
  position: number,
  missesBefore: number,
  over: Partial<AuditDraw> = {},
): AuditDraw {
  const { prizeId, byPity } =
    pool === CASE
      ? { prizeId: CASE_ORDER[position]!, byPity: false }
      : drawIndependent(pool, missesBefore, hmac(drawMessage(pool.poolId, position, 0)))!;
  return {
    ...{ drawId: `${pool.poolId}-${position}`, poolId: pool.poolId, programme: pool.poolId, lineId: 'l1' },
    ...{ purchaseId: pool === CASE ? 'pu_5' : 'pu_6', shopperId: 'sh_1', position, ordinal: position + 1 },
    ...{ missesBefore, prizeId, byPity, hit: prizeId === 'rare' },
    ...{ drawnAt: 300, opened: true, returnedAt: null, ...over },
  };
}

function poolRow(pool: DrawPool, draws: readonly AuditDraw[]): AuditPool {
  const byPrize: Record<string, number> = {};
  for (const { prizeId } of draws) byPrize[prizeId] = (byPrize[prizeId] ?? 0) + 1;
  return {
    ...{ ...pool, held: 0, drawn: draws.length, byPrize, revealedAt: 800, seed: SEED },
    commitment: createHash('sha256').update(poolText(pool, SEED)).digest('hex'),
  };
}

function boxOrder(
  purchaseId: string,
  pool: DrawPool,
  drawIds: readonly string[],
  over: Partial<AuditPurchase>,
): AuditPurchase {
  const [payFen, buyerKeys] = [drawIds.length * 100, pool === CASE ? BUYERS : PITY_BUYERS];
  const line = { ...books().purchase[0]!.lines[0]!, skuId: 'sku-box', quantity: drawIds.length };
  return {
    ...books().purchase[0]!,
    ...{ purchaseId, claimKey: purchaseId, kind: 'ordinary', activityId: null, limitKeys: [] },
    ...{ perPersonMax: null, buyerKeys: [], budgets: [], payFen, goodsFen: payFen },
    boxes: [{ lineId: 'l1', poolId: pool.poolId, drawIds, buyerKeys, perPersonMax: 6 }],
    lines: [{ ...line, listFen: payFen, netFen: payFen, allocations: [] }],
    ...over,
  };
}

/** Three boxes of a case and five of draws with a guarantee, both seeds public; one order closed, one box of it promised again. */
function boxedBooks(): Books {
  const rows = protectedBooks();
  const cases = [0, 1, 2].map((position) => draw(CASE, position, position));
  const pities: AuditDraw[] = [];
  for (let position = 0, misses = 0; position < 5; position += 1) {
    const drawn = draw(PITY, position, misses);
    pities.push(drawn);
    misses = drawn.hit ? 0 : misses + 1;
  }
  const paid = [
    boxOrder('pu_5', CASE, ids(cases), {}),
    boxOrder('pu_6', PITY, ids(pities), {}),
    boxOrder('pu_7', CASE, ['po_case-x'], { state: 'closed', paidAt: null, closedAt: 950 }),
  ];
  return {
    ...rows,
    pool: [poolRow(CASE, cases), poolRow(PITY, pities)],
    draw: [...cases, ...pities],
    boxBuyer: [...BUYERS, ...PITY_BUYERS].map((buyerKey, at) => ({
      ...{ buyerKey, held: 0, draws: at < 2 ? 3 : 5 },
    })),
    purchase: [...rows.purchase, ...paid],
    payment: [
      ...rows.payment,
      ...paid.slice(0, 2).map(({ purchaseId, payFen }) => ({
        ...{ paymentId: `pa-${purchaseId}`, purchaseId, amountFen: payFen, refundedFen: 0 },
        state: 'succeeded' as const,
      })),
    ],
    stock: [
      ...rows.stock,
      {
        skuId: 'sku-box',
        received: 20,
        onHand: 20,
        reserved: 0,
        locked: 8,
        shipped: 0,
        unavailable: 0,
        told: null,
      },
    ],
    event: [
      ...rows.event,
      ...[
        ...paid.map((row) => event('purchase.placed', row.purchaseId)),
        ...paid.slice(0, 2).map((row) => event('purchase.paid', row.purchaseId)),
        event('purchase.closed', 'pu_7'),
        ...[...cases, ...pities].map(({ drawId, purchaseId }) => event('box.drawn', purchaseId, { drawId })),
      ].map((row, at) => ({ ...row, position: rows.event.length + at + 1 })),
    ],
  };
}
const ids = (draws: readonly AuditDraw[]) => draws.map(({ drawId }) => drawId);
const event = (type: string, aggregate: string, data: object = {}) => ({
  ...{ type, aggregate, position: 0, data: { purchaseId: aggregate, ...data } },
});

/** Alters one row of a book. */
function tampered<Feed extends keyof Books>(
  feed: Feed,
  find: (row: Books[Feed][number]) => boolean,
  over: (row: Books[Feed][number]) => Partial<Books[Feed][number]>,
): Books {
  const rows = boxedBooks();
  const at = (rows[feed] as Books[Feed][number][]).findIndex(find);
  expect(at).toBeGreaterThanOrEqual(0);
  rows[feed][at] = { ...rows[feed][at]!, ...over(rows[feed][at]!) };
  return rows;
}
const ofDraw = (drawId: string, over: Partial<AuditDraw>) =>
  tampered(
    'draw',
    (row) => row.drawId === drawId,
    () => over,
  );
const ofPool = (poolId: string, over: Partial<AuditPool>) =>
  tampered(
    'pool',
    (row) => row.poolId === poolId,
    () => over,
  );
const other = (prizeId: string) => (prizeId === 'cat' ? 'dog' : 'cat');
/** The draws of one pool, changed, with what the pool counts and what was told of each kept as they were. */
const redrawn = (change: (row: AuditDraw, at: number) => AuditDraw): Books => {
  const rows = boxedBooks();
  return { ...rows, draw: rows.draw.map(change) };
};

test('books with blind boxes that are right pass, and every check has looked at something', () => {
  const report = audit(boxedBooks(), { hashes: HASHES });
  for (const check of report.checks) {
    expect(check.violations, check.id).toEqual([]);
    expect(check.examined, check.id).toBeGreaterThan(0);
  }
  expect(boxedBooks().draw.some(({ byPity }) => byPity)).toBe(true);
});

test('a seed that is not public yet leaves its draws unjudged, not their places', () => {
  const hidden = boxedBooks();
  hidden.pool = hidden.pool.map((row) => ({ ...row, revealedAt: null, seed: null }));
  expect(failedOf(hidden)).toEqual([]);
  hidden.draw = hidden.draw.map((row) => (row.position === 1 ? { ...row, position: 7 } : row));
  expect(failedOf(hidden)).toEqual(['drawsRecomputed']);
});

test('an unopened box that comes back frees its piece of draws with odds, not its place', () => {
  const rows = ofDraw('po_pity-0', { opened: false, returnedAt: 700 });
  rows.purchase = rows.purchase.map((row) =>
    row.purchaseId === 'pu_6' ? { ...row, lines: [{ ...row.lines[0]!, returnedQuantity: 1 }] } : row,
  );
  const { prizeId } = rows.draw.find(({ drawId }) => drawId === 'po_pity-0')!;
  rows.pool = rows.pool.map((row) =>
    row.poolId === 'po_pity'
      ? { ...row, byPrize: { ...row.byPrize, [prizeId]: row.byPrize[prizeId]! - 1 } }
      : row,
  );
  const failed = failedOf(rows);
  expect(failed).not.toContain('boxesDrawn');
  expect(failed).not.toContain('drawsRecomputed');
});

describe('every planted falsification of blind boxes is found', () => {
  const first = boxedBooks().draw[0]!;
  const closed = { ...draw(CASE, 3, 3), drawId: 'po_case-x', purchaseId: 'pu_7' };
  const without = boxedBooks();
  without.draw = without.draw.filter(({ drawId }) => drawId !== 'po_case-2');
  const twice = boxedBooks();
  twice.draw.push({ ...first, position: 3, ordinal: 4, prizeId: CASE_ORDER[3]! });
  const forClosed = boxedBooks();
  forClosed.draw.push(closed);
  const untold = boxedBooks();
  untold.event = untold.event.filter(({ data }) => data.drawId !== 'po_case-1');
  const small = CASE.prizes.map((each) => ({ ...each, count: 1 }));
  const swapped = redrawn((row, at) =>
    at < 2 ? { ...row, prizeId: boxedBooks().draw[1 - at]!.prizeId } : row,
  );
  const cases: [string, Books, AuditCheckId][] = [
    ['a paid box was never drawn', without, 'boxesDrawn'],
    ['a box was drawn twice', twice, 'boxesDrawn'],
    ['a box of a closed order was drawn', forClosed, 'boxesDrawn'],
    ['a box was drawn for another order', ofDraw('po_case-1', { purchaseId: 'pu_6' }), 'boxesDrawn'],
    ['a box was drawn from another pool', ofDraw('po_case-1', { poolId: 'po_pity' }), 'boxesDrawn'],
    ['a draw was not told', untold, 'boxesDrawn'],
    [
      'an order names fewer boxes than it sold',
      tampered(
        'purchase',
        (row) => row.purchaseId === 'pu_7',
        (row) => ({ boxes: row.boxes.map((box) => ({ ...box, drawIds: [] })) }),
      ),
      'boxesDrawn',
    ],
    ['a box came back that no order gave back', ofDraw('po_case-1', { returnedAt: 700 }), 'boxesDrawn'],
    ['a pool counts fewer draws', ofPool('po_case', { drawn: 2 }), 'boxesDrawn'],
    ['a pool forgot to give a promise back', ofPool('po_case', { held: 1 }), 'boxesDrawn'],
    ['a pool counts other prizes', ofPool('po_case', { byPrize: { cat: 3 } }), 'boxesDrawn'],
    [
      'more boxes of one kind were given than there are',
      ofPool('po_case', {
        prizes: CASE.prizes.map((each) => ({ ...each, count: each.prizeId === first.prizeId ? 0 : 9 })),
      }),
      'boxesDrawn',
    ],
    [
      'more boxes were drawn than the pool holds',
      ofPool('po_case', { prizes: small.slice(0, 2) }),
      'boxesDrawn',
    ],
    [
      'a buyer’s boxes were not counted',
      tampered(
        'boxBuyer',
        (row) => row.buyerKey === 'case:p:1',
        () => ({ draws: 2 }),
      ),
      'boxesDrawn',
    ],
    [
      'boxes are counted for nobody',
      { ...boxedBooks(), boxBuyer: [...boxedBooks().boxBuyer, { buyerKey: 'x', held: 1, draws: 0 }] },
      'boxesDrawn',
    ],
    [
      'a buyer has more than one may have',
      tampered(
        'purchase',
        (row) => row.purchaseId === 'pu_6',
        (row) => ({ boxes: row.boxes.map((box) => ({ ...box, perPersonMax: 4 })) }),
      ),
      'boxesDrawn',
    ],
    ['two boxes share a place', ofDraw('po_case-1', { position: 0 }), 'drawsRecomputed'],
    ['a place was left out', ofDraw('po_pity-4', { position: 5 }), 'drawsRecomputed'],
    [
      'a box held something else',
      ofDraw('po_case-1', { prizeId: other(boxedBooks().draw[1]!.prizeId) }),
      'drawsRecomputed',
    ],
    [
      'two boxes were exchanged',
      boxedBooks().draw[0]!.prizeId === boxedBooks().draw[1]!.prizeId
        ? ofDraw('po_case-0', { prizeId: 'none' })
        : swapped,
      'drawsRecomputed',
    ],
    ['a rare one was withheld', ofDraw('po_pity-2', { prizeId: 'plain' }), 'drawsRecomputed'],
    ['the guarantee is denied', ofDraw('po_pity-2', { byPity: false }), 'drawsRecomputed'],
    ['misses before a box were made fewer', ofDraw('po_pity-1', { missesBefore: 0 }), 'drawsRecomputed'],
    ['a buyer’s box was skipped', ofDraw('po_case-2', { ordinal: 4 }), 'drawsRecomputed'],
    ['a miss counts as the guaranteed prize', ofDraw('po_case-2', { hit: true }), 'drawsRecomputed'],
    ['the seed was exchanged', ofPool('po_case', { seed: '5f'.repeat(32) }), 'drawsRecomputed'],
    ['the odds were changed after the sale', ofPool('po_pity', { pityDraws: 4 }), 'drawsRecomputed'],
    ['a box was drawn when its content was public', ofDraw('po_case-2', { drawnAt: NOW }), 'drawsRecomputed'],
    [
      'a draw is of a pool that nobody promised',
      { ...boxedBooks(), pool: boxedBooks().pool.slice(1) },
      'drawsRecomputed',
    ],
  ];
  test.each(cases)('%s', (_what, rows, id) => {
    expect(failedOf(rows)).toContain(id);
  });
});
