import type { FlashItem, FlashView } from '@dacu/contract/api';
import type { FlashProgramme } from '@dacu/contract/plan';
import { type ReservationWindow, reservationWindow } from '@dacu/engine/flash-sale';
import { priceCart, type Window } from '@dacu/engine/pricing';
import type { WritesTo } from '../../../platform/db/remember-reads.ts';
import type { Db } from '../../../platform/db/types.ts';
import { type ActivityTerms, itemsOfSlot, parseActivityId, poolOf, termsOf } from './flash-programme.ts';
import { referenceKey, shownCounts, sightEdges, slotsInSight, stateOf } from './flash-sight.ts';
import { lineOf } from './price-items.ts';
import { stretchAround } from './quote-memo.ts';
import { countReservations } from './reservations-store.ts';
import { createSamePage } from './same-page.ts';
import type { Shelf } from './shelf.ts';
import type { Edition, Sku, Sources } from './sources.ts';
import * as store from './store.ts';

export type Activity = {
  readonly terms: ActivityTerms;
  readonly edition: Edition;
  readonly sku: Sku;
  /** When it can be reserved, and until when it is kept for those who did; null where it cannot. */
  readonly reservation: ReservationWindow | null;
};

export type FlashActivities = {
  /**
   * The terms of an activity in the edition that is live at `at`, its counted row made if need be; null when that
   * edition offers no such thing. No query once the slot is known to this node.
   */
  activity(activityId: string, at: number): Promise<Activity | null>;
  /** Slots of yesterday's rest to tomorrow, at most `SLOTS_SHOWN_MAX`, the next ones first. */
  view(at: number): Promise<FlashView>;
  /** The item of a sku in the running or next slot, for its product page. */
  itemOf(skuId: string, at: number): Promise<FlashItem | null>;
  /** Makes the rows of the slots around `at`; called at publishing, so that the first shopper waits for nothing. */
  materialise(at: number): Promise<void>;
};

const SLOTS_SHOWN_MAX = 6;
const REMEMBERED_SLOTS_MAX = 5_000;
const REMEMBERED_REFERENCES_MAX = 5_000;
const REMEMBERED_PRICES_MAX = 2_000;
const REMEMBERED_ACTIVITIES_MAX = 2_000;

export function createFlashActivities(
  db: Db,
  sources: Sources,
  shelf: Pick<Shelf, 'shelfOf'>,
  writesTo: WritesTo | null = null,
): FlashActivities {
  const same = createSamePage<FlashView>(writesTo, sources.catalog);
  /** Slots whose rows exist with the terms of that edition. */
  const made = new Set<string>();
  const references = new Map<string, number | null>();
  /** A price follows from edition, sku and slot, and every view shows up to six slots of them. */
  const prices = new Map<string, { edition: Edition; sku: Sku; fen: number }>();

  function flashFenOf(item: Activity): number {
    const { terms, edition, sku } = item;
    const known = prices.get(terms.activityId);
    if (known?.edition === edition && known.sku === sku) return known.fen;
    const fen = priceOf(item);
    if (prices.size >= REMEMBERED_PRICES_MAX) prices.clear();
    prices.set(terms.activityId, { edition, sku, fen });
    return fen;
  }

  /** Pools by programme, for as long as the catalogue hands out the same list. */
  let pools: { skus: readonly Sku[]; byProgramme: Map<string, Sku[]> } = { skus: [], byProgramme: new Map() };

  async function pool(programme: FlashProgramme, edition: Edition): Promise<Sku[]> {
    const skus = await sources.catalog.allSkus();
    if (pools.skus !== skus) pools = { skus, byProgramme: new Map() };
    const key = `${edition.editionId}|${programme.promotionId}`;
    let found = pools.byProgramme.get(key);
    if (found === undefined) {
      found = poolOf(programme, edition, skus);
      pools.byProgramme.set(key, found);
    }
    return found;
  }

  async function ensure(
    programme: FlashProgramme,
    edition: Edition,
    slotIndex: number,
  ): Promise<{ slot: Window; items: Activity[] }> {
    const slot = programme.slots[slotIndex]!;
    const skus = itemsOfSlot(programme, await pool(programme, edition), slotIndex);
    const reservation = programme.reservation ? reservationWindow(slot, programme.reservation) : null;
    const items = skus.map((sku) => ({
      ...{ terms: termsOf(programme, edition, slot, sku), edition, sku, reservation },
    }));
    const key = `${edition.editionId}|${programme.promotionId}|${slot.startsAt}|${items.length}`;
    if (!made.has(key)) {
      if (items.length > 0)
        await store.putActivities(
          db,
          items.map((item) => item.terms),
        );
      if (made.size >= REMEMBERED_SLOTS_MAX) made.clear();
      made.add(key);
    }
    return { slot, items };
  }

  async function makeShown(edition: Edition, at: number): Promise<readonly Slot[]> {
    const around = slotsInSight(edition, at);
    // Slots that are over give way first.
    const ended = around.filter(({ programme, slotIndex }) => programme.slots[slotIndex]!.endsAt <= at);
    const inSight = around.slice(Math.min(ended.length, Math.max(0, around.length - SLOTS_SHOWN_MAX)));
    return Promise.all(
      inSight.slice(0, SLOTS_SHOWN_MAX).map(async ({ programme, slotIndex }) => ({
        programme,
        ...(await ensure(programme, edition, slotIndex)),
      })),
    );
  }

  /** The slots that are shown at an instant: the same ones until one of them starts, ends or comes into sight. */
  let shown: {
    readonly edition: Edition;
    readonly skus: readonly Sku[];
    readonly from: number;
    readonly until: number;
    readonly slots: readonly Slot[];
  } | null = null;

  async function shownAt(edition: Edition, at: number): Promise<readonly Slot[]> {
    const skus = await sources.catalog.allSkus();
    const holds = shown?.edition === edition && shown.skus === skus && shown.from <= at && at < shown.until;
    if (shown !== null && holds) return shown.slots;
    const slots = await makeShown(edition, at);
    shown = { edition, skus, slots, ...stretchAround(sightEdges(edition), at) };
    return slots;
  }

  /** Of all items, or of one only: then of the slot that runs or comes next. */
  async function slotsAt(at: number, only: string | null = null): Promise<FlashView> {
    const edition = await sources.plan.editionAt(at);
    if (edition === null) return { slots: [] };
    let slots = await shownAt(edition, at);
    if (only !== null) slots = firstWith(slots, only, at);
    if (slots.length === 0) return { slots: [] };
    const stopped = new Set(await sources.plan.stoppedPromotionIds(at));
    const shops = await sources.catalog.shops();
    const taken = await store.readTaken(
      db,
      slots.flatMap(({ items }) => items.map((item) => item.terms.activityId)),
    );
    const open = slots.filter(({ slot }) => slot.startsAt <= at && at < slot.endsAt);
    const inStock = await shelf.shelfOf(
      open.flatMap(({ items }) => items.map((item) => item.sku.skuId)),
      at,
    );
    const reservable = slots.flatMap(({ items }) => items).filter(({ reservation }) => reservation !== null);
    const reserved =
      reservable.length === 0
        ? new Map<string, number>()
        : await countReservations(
            db,
            reservable.map(({ terms }) => terms.activityId),
          );
    return {
      slots: slots.map(({ programme, slot, items }) => ({
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        state: at < slot.startsAt ? 'upcoming' : at < slot.endsAt ? 'open' : 'ended',
        title: programme.title,
        items: items.map((item): FlashItem => {
          const counts = shownCounts(
            taken.get(item.terms.activityId) ?? { stockTotal: 0, taken: 0 },
            inStock.get(item.sku.skuId)?.sellable ?? null,
          );
          return {
            activityId: item.terms.activityId,
            promotionId: item.terms.promotionId,
            skuId: item.sku.skuId,
            productId: item.sku.productId,
            title: item.sku.title,
            imageUrl: item.sku.imageUrl,
            shopName: shops.get(item.sku.shopId)?.name ?? { zh: item.sku.shopId, en: item.sku.shopId },
            listFen: item.sku.listFen,
            flashFen: flashFenOf(item),
            referenceFen: null,
            stockTotal: counts.stockTotal,
            stockTaken: counts.taken,
            perPersonMax: item.terms.perPersonMax,
            startsAt: slot.startsAt,
            endsAt: slot.endsAt,
            state: stateOf(item.terms, counts, at, stopped),
            reservation: item.reservation && {
              ...item.reservation,
              count: reserved.get(item.terms.activityId) ?? 0,
            },
          };
        }),
      })),
    };
  }

  /**
   * What may be struck through beside each price: the lowest deal of the seven days before the slot, or before now where
   * the slot is still to come. Asked for once a minute of campaign time at most; a slot that has begun keeps its own.
   */
  async function withReferences(view: FlashView, at: number): Promise<FlashView> {
    // Where deals are seen as they are written, what was found before one of them is not trusted for the minute.
    const deals = writesTo?.('price_day') ?? 0;
    const keyOf = (skuId: string, slot: Window, at: number) => `${deals}|${referenceKey(skuId, slot, at)}`;
    for (const slot of view.slots) {
      const unknown = slot.items
        .map((item) => item.skuId)
        .filter((skuId) => !references.has(keyOf(skuId, slot, at)));
      if (unknown.length === 0) continue;
      const found = await sources.catalog.referenceFen(unknown, Math.min(at, slot.startsAt));
      if (references.size >= REMEMBERED_REFERENCES_MAX) references.clear();
      for (const skuId of unknown) references.set(keyOf(skuId, slot, at), found.get(skuId) ?? null);
    }
    return {
      slots: view.slots.map((slot) => ({
        ...slot,
        items: slot.items.map((item) => ({
          ...item,
          referenceFen: references.get(keyOf(item.skuId, slot, at)) ?? null,
        })),
      })),
    };
  }

  /** What `activity` found, for as long as edition and catalogue are the same objects. */
  let found: { edition: Edition; skus: readonly Sku[]; byId: Map<string, Activity> } | null = null;

  return {
    async activity(activityId, at) {
      const edition = await sources.plan.editionAt(at);
      if (edition === null) return null;
      const skus = await sources.catalog.allSkus();
      if (found?.edition !== edition || found.skus !== skus) found = { edition, skus, byId: new Map() };
      const { byId } = found;
      const known = byId.get(activityId);
      if (known !== undefined) return known;
      const parts = parseActivityId(activityId);
      if (parts === null) return null;
      const programme = edition.compiled.flash.find((entry) => entry.promotionId === parts.promotionId);
      const slotIndex = programme?.slots.findIndex((slot) => slot.startsAt === parts.startsAt) ?? -1;
      if (programme === undefined || slotIndex < 0) return null;
      const { items } = await ensure(programme, edition, slotIndex);
      const item = items.find((one) => one.sku.skuId === parts.skuId) ?? null;
      if (item === null) return null;
      if (byId.size >= REMEMBERED_ACTIVITIES_MAX) byId.clear();
      byId.set(activityId, item);
      return item;
    },
    async view(at) {
      const edition = await sources.plan.editionAt(at);
      if (edition === null) return { slots: [] };
      return same(edition, at, async () => withReferences(await slotsAt(at), at));
    },
    async itemOf(skuId, at) {
      const { slots } = await withReferences(await slotsAt(at, skuId), at);
      return slots[0]?.items[0] ?? null;
    },
    async materialise(at) {
      const edition = await sources.plan.editionAt(at);
      if (edition === null) return;
      for (const { programme, slotIndex } of slotsInSight(edition, at))
        await ensure(programme, edition, slotIndex);
    },
  };
}

type Slot = {
  readonly programme: FlashProgramme;
  readonly slot: Window;
  readonly items: readonly Activity[];
};

function firstWith(slots: readonly Slot[], skuId: string, at: number): Slot[] {
  for (const one of slots) {
    const items = one.slot.endsAt > at ? one.items.filter(({ sku }) => sku.skuId === skuId) : [];
    if (items.length > 0) return [{ ...one, items }];
  }
  return [];
}

/** The price that the engine will charge for one when the slot is open, whoever asks. */
function priceOf({ terms, edition, sku }: Activity): number {
  const line = lineOf({ skuId: sku.skuId, quantity: 1, flashPromotionId: terms.promotionId }, sku, edition);
  const quote = priceCart(
    { at: terms.startsAt, lines: [line], shopper: { newcomer: false }, freight: [] },
    edition.index,
  );
  return quote.lines[0]!.itemFen;
}
