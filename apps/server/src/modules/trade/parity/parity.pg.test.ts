import type { Promotion } from '@dacu/engine/pricing';
import type { ParityTerms } from '@dacu/engine/protection';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDue } from '../../../platform/due/create-due.ts';
import type { ShelfPrice } from '../../base/catalog/index.ts';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { EVERY_DAY } from '../trade-test-sale.ts';
import { parityConsumer, parityDue } from './due.ts';
import { createParity, type Parity, type ParityDeps } from './index.ts';

const HOUR = 3_600_000;
const EARBUDS = 'sku-earbuds';

let bench: Bench;
let deps: ParityDeps;
let parity: Parity;
let shelves: ShelfPrice[] = [];

beforeAll(async () => {
  bench = await openBench();
  let ids = 0;
  deps = {
    ...{ db: bench.db, clocks: bench.clocks, members: bench.node.members, offers: bench.node.offers },
    ids: {
      next: (prefix) => {
        ids += 1;
        return `${prefix}_${ids}`;
      },
    },
    catalog: { ...bench.sale.catalog, shelfPrices: async () => shelves },
    plan: bench.sale.plan,
  };
  parity = createParity(deps);
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.query('delete from price_difference');
  shelves = [shelf(EARBUDS, 29_900)];
  sale();
});

const shelf = (skuId: string, priceFen: number, storeId = 'st-beijing'): ShelfPrice => ({
  ...{ storeId, storeName: { zh: '三里屯店', en: 'Sanlitun' }, skuId, priceFen, seenOn: '2024-06-17' },
});
const terms = (more: Partial<ParityTerms> = {}): ParityTerms => ({
  ...{ promotionId: 'same-price', title: { zh: '同价', en: 'Same price' }, scope: {}, windows: EVERY_DAY },
  ...{ toleranceBp: 0, funders: [{ funder: 'seller', bp: 10_000 }] },
  ...more,
});
function sale(offFen = 0, promises: readonly ParityTerms[] = [terms()]): void {
  const cut: Promotion = {
    ...{ id: 'cut', title: { zh: '立减', en: 'Cut' }, layer: 'itemCut', rule: { kind: 'itemCut', offFen } },
    ...{ scope: { skus: [EARBUDS] }, audience: {}, windows: EVERY_DAY, priority: 0 },
    funders: [{ funder: 'seller', bp: 10_000 }],
  };
  bench.sale.publish({
    ...{ activityStock: 10, perPersonMax: 2, promotions: offFen > 0 ? [cut] : [] },
    parity: promises,
  });
}
const compare = (at = bench.clocks.campaign.now()) => parity.compare(at);
const all = () => parity.differences({ open: false });
const move = (state: 'acknowledged' | 'solved', differenceId: string) =>
  parity.move({ at: bench.clocks.campaign.now(), differenceId, state, note: '已调价', by: 'lin' });
const eventsOf = (type: string) =>
  bench.db.query<{ data: Record<string, unknown> }>('select data from outbox where type = $1 order by id', [
    type,
  ]);

describe('a comparison', () => {
  it('finds nothing where the prices are the same, and says how many it looked at', async () => {
    expect(await compare()).toEqual({ shelves: 1, found: 0, gone: 0 });
    expect(await all()).toEqual([]);
  });

  it('alarms a difference once, keeps since when, and takes over the prices as they move', async () => {
    sale(1_000);
    const since = bench.clocks.campaign.now();
    expect(await compare(since)).toMatchObject({ found: 1 });
    expect(await all()).toMatchObject([
      {
        ...{ state: 'new', onlineFen: 28_900, storeFen: 29_900, foundAt: since, shopId: 'xingchen' },
        funders: [{ funder: 'seller', bp: 10_000 }],
      },
    ]);
    sale(2_000);
    expect(await compare(since + HOUR)).toMatchObject({ found: 0 });
    expect(await all()).toMatchObject([{ onlineFen: 27_900, foundAt: since, checkedAt: since + HOUR }]);
    expect((await eventsOf('priceDifference.found')).at(-1)!.data).toMatchObject({ onlineFen: 28_900 });
  });

  it('closes what met again, and finds it anew when it parts again', async () => {
    sale(1_000);
    await compare();
    shelves = [shelf(EARBUDS, 28_900)];
    expect(await compare()).toMatchObject({ found: 0, gone: 1 });
    expect(await all()).toMatchObject([{ state: 'solved', movedBy: null }]);
    shelves = [shelf(EARBUDS, 29_900)];
    expect(await compare()).toMatchObject({ found: 1 });
    expect((await parity.differences({ open: true })).map(({ state }) => state)).toEqual(['new']);
  });

  it('keeps to the tolerance and to the goods of the plan, and to what is on sale', async () => {
    shelves = [shelf(EARBUDS, 30_000), shelf('sku-cream', 99_900), shelf('sku-gone', 1)];
    sale(0, [terms({ toleranceBp: 34, scope: { skus: [EARBUDS] } })]);
    expect(await compare()).toEqual({ shelves: 1, found: 0, gone: 0 });
    sale(0, [terms({ toleranceBp: 33, scope: { skus: [EARBUDS] } })]);
    expect(await compare()).toMatchObject({ found: 1 });
  });

  it('is not made where the plan promises nothing', async () => {
    sale(1_000, []);
    expect(await compare()).toBeNull();
    sale(1_000, [terms({ windows: [{ startsAt: 0, endsAt: 1 }] })]);
    expect(await compare()).toBeNull();
  });

  it('made eight times at once alarms once', async () => {
    sale(1_000);
    await Promise.all(Array.from({ length: 8 }, () => compare()));
    expect(await all()).toHaveLength(1);
  });
});

describe('an operator', () => {
  it('takes it on, then solves it; both are told and kept in the record of acts', async () => {
    sale(1_000);
    await compare();
    const [{ differenceId } = { differenceId: '' }] = await all();
    expect(await move('acknowledged', differenceId)).toMatchObject({
      ...{ kind: 'moved', row: { state: 'acknowledged', movedBy: 'lin', note: '已调价' } },
    });
    await compare();
    expect(await all()).toMatchObject([{ state: 'acknowledged', movedBy: 'lin' }]);
    expect(await move('solved', differenceId)).toMatchObject({ row: { state: 'solved' } });
    expect(await move('solved', differenceId)).toMatchObject({ kind: 'moved' });
    expect(await move('acknowledged', differenceId)).toEqual({ kind: 'refused', code: 'differenceSolved' });
    expect(await move('solved', 'pd_none')).toEqual({ kind: 'refused', code: 'notFound' });
    const moved = (await eventsOf('priceDifference.moved')).slice(-2).map(({ data }) => data);
    expect(moved).toEqual([
      { differenceId, state: 'acknowledged', byItself: false },
      { differenceId, state: 'solved', byItself: false },
    ]);
    const acts = await bench.db.query<{ kind: string }>(
      'select kind from operator_act where subject = $1 order by act_id',
      [differenceId],
    );
    expect(acts.map(({ kind }) => kind)).toEqual(['differenceAcknowledged', 'differenceSolved']);
  });

  it('who solved it hears of it again only when a price has moved', async () => {
    sale(1_000);
    await compare();
    await move('solved', (await all())[0]!.differenceId);
    expect(await compare()).toMatchObject({ found: 0 });
    shelves = [shelf(EARBUDS, 29_901)];
    expect(await compare()).toMatchObject({ found: 1 });
  });
});

describe('without asking', () => {
  it('it is compared after what may move a price, and then at every full hour', async () => {
    const due = createDue({ db: bench.db, clocks: bench.clocks, handlers: parityDue(deps) });
    sale(1_000);
    const at = bench.clocks.campaign.now() + 60_000;
    const consumer = parityConsumer(deps);
    await bench.db.transaction((tx) =>
      consumer.apply(tx, [
        { type: 'switch.thrown', at, data: {} },
        { type: 'edition.published', at: at + 1, data: { editionId: 'of another campaign' } },
      ]),
    );
    expect(await due.nextAt()).toBe(at);
    await due.runOnce(at);
    expect(await all()).toMatchObject([{ foundAt: at }]);
    const hour = (Math.floor(at / HOUR) + 1) * HOUR;
    expect(await due.nextAt()).toBe(hour);
    shelves = [];
    await due.runOnce(hour);
    expect(await due.nextAt()).toBeNull();
  });

  it('an edition for later is looked at when its campaign opens', async () => {
    sale();
    const edition = (await bench.sale.plan.editionAt(0))!;
    const later = { ...edition, compiled: { ...edition.compiled, startsAt: 9_000_000_000_000 } };
    const consumer = parityConsumer({ plan: { ...bench.sale.plan, edition: async () => later } });
    await bench.db.transaction((tx) =>
      consumer.apply(tx, [{ type: 'edition.published', at: 5, data: { editionId: 'later' } }]),
    );
    const due = createDue({ db: bench.db, clocks: bench.clocks, handlers: parityDue(deps) });
    expect(await due.nextAt()).toBe(9_000_000_000_000);
  });
});
