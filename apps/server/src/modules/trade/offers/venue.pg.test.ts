import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secureBytes } from '../../../platform/chance.ts';
import { type VirtualClocks, virtualClocks } from '../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { createIds } from '../../../platform/ids.ts';
import { createCaps } from '../../../platform/lane/caps.ts';
import { createEscrow } from '../../../platform/lane/escrow.ts';
import { type Catalog, type CatalogPorts, createCatalog } from '../../base/catalog/index.ts';
import { catalogueFiles } from '../../base/catalog/test-catalogue.ts';
import { createMembers } from '../../base/members/index.ts';
import { createPlans, type Plans } from '../../base/plan/index.ts';
import { createStock, type Stock } from '../stock/index.ts';
import { createOffers, createVenue, type Offers } from './index.ts';
import { seasonOf } from './venue.ts';

/** 2024-06-17 23:55 +08:00, five minutes before the daily flash sale. */
const EVE = 1_718_639_700_000;
const OPENS = EVE + 5 * 60_000;
const PLAN = new URL('../../../../../../campaigns/2024-year-of-sales.yaml', import.meta.url);

let database: TestDatabase;
let clocks: VirtualClocks;
let catalog: Catalog;
let plan: Plans;
let stock: Stock;
let offers: Offers;
let venue: ReturnType<typeof createVenue>;
let parts: Parameters<typeof createVenue>[0];

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  clocks = virtualClocks(EVE);
  const ids = createIds({ now: clocks.wall.now, randomBytes: secureBytes() });
  catalog = createCatalog({ db, clocks });
  plan = createPlans({ db, clocks, ids });
  stock = createStock({
    ...{ db, ids },
    lane() {
      throw new Error('nothing is moved here');
    },
  });
  const members = createMembers({
    db,
    clocks,
    ids,
    databaseKind: 'simulated',
    masterKey: new Uint8Array(32),
  });
  await catalog.importCatalogue({
    files: await catalogueFiles(),
    at: EVE,
    dryRun: false,
    receiveStock: async (tx, rows) => {
      await stock.receive(tx, { receiptId: 'opening', at: EVE, rows });
    },
  });
  const published = await plan.publish({ yaml: await readFile(PLAN, 'utf8'), by: 'test', at: EVE });
  expect(published.kind).toBe('published');
  const caps = createCaps({ escrow: createEscrow({ db, nodeId: 'nd_test' }), wall: clocks.wall });
  const wallet = { heldBy: async () => [], whyNot: async () => 'couponUnknown' as const };
  offers = createOffers({
    ...{ db, members, catalog, plan, stock, caps, wall: clocks.wall, wallet },
    points: { usable: async () => 0 },
  });
  const ports: CatalogPorts = {
    priceOf: offers.priceOf,
    stockOf: offers.shelfOf,
    flashOf: offers.itemOf,
    offerOf: offers.offerOf,
  };
  parts = { catalog, ports, plan, flash: offers, wall: clocks.wall };
  venue = createVenue(parts);
});
afterAll(() => database.close());

describe('the 2024 plan, five minutes before the flash sale of 18 June', () => {
  it('counts down to its opening, in the burst of 618', async () => {
    const view = await venue(EVE);
    expect(view).toMatchObject({
      campaign: { id: 'sale-2024', editionNo: 1 },
      season: { theme: { id: 'summer' } },
      phase: { kind: 'burst' },
      countdown: { to: OPENS, kind: 'opens' },
    });
    expect(view!.sections.length).toBeGreaterThan(0);
    for (const section of view!.sections) {
      expect(section.products.length, section.id).toBeGreaterThan(0);
      const inStock = section.products.map((product) => (product.stockState === 'out' ? 1 : 0));
      expect(inStock).toEqual([...inStock].sort());
    }
    expect(view!.offers.length).toBeGreaterThan(0);
    for (const offer of view!.offers) expect(offer.endsAt).toBeGreaterThan(EVE);
  });

  it('offers each flash item at half its list price, upcoming now and open at midnight', async () => {
    const slotAt = async (at: number) =>
      (await offers.view(at)).slots.find((slot) => slot.startsAt === OPENS)!;
    const before = await slotAt(EVE);
    expect(before.state).toBe('upcoming');
    expect(before.items.length).toBeGreaterThan(0);
    for (const item of before.items)
      expect(item).toMatchObject({
        flashFen: Math.floor(item.listFen / 2),
        state: 'upcoming',
        stockTaken: 0,
      });
    const references = await catalog.referenceFen(
      before.items.map((item) => item.skuId),
      EVE,
    );
    for (const item of before.items) expect(item.referenceFen).toBe(references.get(item.skuId));
    expect(before.items.some((item) => item.referenceFen !== null)).toBe(true);
    const open = await slotAt(OPENS);
    expect(open.items.map((item) => item.activityId)).toEqual(before.items.map((item) => item.activityId));
    expect(new Set(open.items.map((item) => item.state))).toEqual(new Set(['open']));
    const [first] = open.items;
    expect((await offers.itemOf(first!.skuId, OPENS))?.activityId).toBe(first!.activityId);
    const row = await database.db.query('select 1 from activity where activity_id = $1', [first!.activityId]);
    expect(row).toHaveLength(1);
  });

  it('turns at the instant of the opening, although a second has not passed', async () => {
    clocks.advanceTo(OPENS - 1);
    expect((await venue(OPENS - 1))!.countdown).toMatchObject({ to: OPENS, kind: 'opens' });
    const opened = await venue(OPENS);
    expect(opened!.countdown).toMatchObject({ kind: 'ends' });
    expect(opened!.flash.slots.find((slot) => slot.startsAt === OPENS)!.state).toBe('open');
  });

  it('tags a card with what a single item costs now', async () => {
    const skus = await catalog.allSkus();
    const tags = await offers.priceOf(
      skus.map((sku) => sku.skuId),
      EVE,
    );
    expect(tags.size).toBe(skus.length);
    for (const sku of skus) expect(tags.get(sku.skuId)!.itemFen).toBeLessThanOrEqual(sku.listFen);
    expect([...tags.values()].some((tag) => tag.promotionLabels.length > 0)).toBe(true);
  });
});

describe('the venue follows the plan through the year', () => {
  const on = (day: string, clock = '12:00') => Date.parse(`2024-${day}T${clock}:00+08:00`);

  it.each([
    [
      'a warm-up counts to the burst it leads up to',
      '01-05',
      'warmUp',
      'spring',
      { kind: 'opens', to: on('01-12', '00:00') },
    ],
    [
      'so does a presale, of all that is ahead to the nearest',
      '05-10',
      'presale',
      'summer',
      { kind: 'opens', to: on('06-15', '00:00') },
    ],
    ['a burst counts to its end', '06-18', 'burst', 'summer', { kind: 'ends', to: on('06-21', '00:00') }],
    ['an encore counts to its end', '11-13', 'encore', 'autumn', { kind: 'ends', to: on('11-16', '00:00') }],
  ])('%s', async (_name, day, phaseKind, theme, countdown) => {
    const at = on(day);
    const view = (await venue(at))!;
    expect(view).toMatchObject({ phase: { kind: phaseKind }, season: { theme: { id: theme } }, countdown });
    expect(view.nextNode!.startsAt).toBeGreaterThan(at);
    expect(view.phases.some((phase) => phase.id === view.phase!.id)).toBe(true);
    expect(view.phases.length).toBeLessThanOrEqual(6);
  });

  it('shows the New Year shelf in spring only', async () => {
    const ids = async (day: string) => (await venue(on(day)))!.sections.map((section) => section.id);
    expect(await ids('01-20')).toContain('nianhuo');
    expect(await ids('06-17')).not.toContain('nianhuo');
  });

  it('leads from each shelf to a search that finds all of it', async () => {
    const { sections } = (await venue(on('06-17')))!;
    expect(sections.find(({ id }) => id === 'hits')!.search).toBe('tag=hit');
    expect(sections.find(({ id }) => id === 'tech')!.search).toBe('category=digital%2Cappliances');
  });

  it('says in figures what each offer takes off', async () => {
    const { offers: shown } = (await venue(on('06-17')))!;
    const cross = shown.find((offer) => offer.promotionId === 'cross-store')!;
    expect(cross.terms.zh).toMatch(/满\d+减\d+/);
    expect(cross.threshold).toBe(true);
    for (const offer of shown) expect(offer.terms.en, offer.promotionId).toMatch(/\d|free/i);
  });
});

describe('a venue that is kept while nobody writes', () => {
  const fresh = (at: number) => createVenue(parts)(at);

  it('is the one that would be made at that instant: around the edges of slots, days and countdowns', async () => {
    const kept = createVenue({ ...parts, writesTo: () => 0 });
    const HOUR = 3_600_000;
    const edges = [OPENS - 48 * HOUR, OPENS - 3 * HOUR, OPENS, OPENS + 2 * HOUR, OPENS + 26 * HOUR];
    for (const edge of edges)
      for (const at of [edge - 1, edge, edge + 1, edge + HOUR]) {
        const view = await kept(at);
        expect(view, String(at - OPENS)).toEqual(await fresh(at));
        // Kept, not made again, except at 00:00 itself, when no deal of the day counts yet.
        if (at !== OPENS && at !== OPENS - 48 * HOUR) expect(await kept(at)).toBe(view);
      }
  });

  it('is made again after a write', async () => {
    let writes = 0;
    const kept = createVenue({ ...parts, writesTo: () => writes });
    const before = await kept(EVE);
    const sku = before!.sections[0]!.products[0]!.skuId;
    await database.db.query('update stock set sold = sold + 7, on_hand = on_hand + 7 where sku_id = $1', [
      sku,
    ]);
    expect(await kept(EVE)).toBe(before);
    writes += 1;
    const after = await kept(EVE);
    expect(after).not.toEqual(before);
    expect(after).toEqual(await fresh(EVE));
  });
});

it('a plan without seasons wears the default look', () => {
  const title = { zh: '小促', en: 'A small sale' };
  expect(seasonOf({ campaignId: 'small', title, seasons: [] }, 0)).toEqual({
    id: 'small',
    title,
    theme: { id: 'summer', motif: 'wave' },
  });
});

it('there is no venue between campaigns', async () => {
  expect(await venue(1_600_000_000_000)).toBeNull();
});
