import type { VenueView } from '@dacu/contract/api';
import type { CompiledPlan, Span } from '@dacu/contract/plan';
import { openWindowAt, type Promotion, type Scope } from '@dacu/engine/pricing';
import type { WallClock } from '../../../platform/clocks.ts';
import type { WritesTo } from '../../../platform/db/remember-reads.ts';
import { type Catalog, type CatalogPorts, type Product, presentCards } from '../../base/catalog/index.ts';
import type { FlashActivities } from './flash-activities.ts';
import { createSamePage, FLASH_NEAR_MS } from './same-page.ts';
import type { Edition, PlanSource } from './sources.ts';
import { createPicks, type PickSellers, productsNamed } from './venue-picks.ts';

export type VenueDeps = {
  readonly catalog: Catalog;
  readonly ports: CatalogPorts;
  readonly plan: PlanSource;
  readonly flash: FlashActivities;
  readonly wall: WallClock;
  /** Where all writes are seen; null or absent where other nodes write too. */
  readonly writesTo?: WritesTo | null;
};

const SECTION_PRODUCTS_MAX = 12;
/** Every shopper sees the same venue, so a node makes it once a second at most. */
const TRUSTED_MS = 1_000;
/** What the venue shows elsewhere or not at all: prices of items, means of payment, services, who may buy. */
const NO_OFFERS = new Set(['itemPrice', 'itemCut', 'points', 'service', 'access']);

/**
 * The venue of what runs at an instant, computed from edition and time; null between campaigns. What a node remembers
 * ends at once where anything opens or closes, so no countdown ever reaches zero over yesterday's page.
 */
export function createVenue(deps: VenueDeps): (at: number) => Promise<VenueView | null> {
  let held: {
    view: VenueView;
    editionId: string;
    madeAt: number;
    untilAt: number;
    untilWall: number;
  } | null = null;
  const pick = createPicks(deps.ports);
  const { writesTo = null } = deps;
  const same = createSamePage<VenueView>(writesTo, deps.catalog);
  return async (at) => {
    const edition = await deps.plan.editionAt(at);
    if (edition === null) return null;
    if (writesTo !== null) return same(edition, at, () => makeVenue({ ...deps, pick }, edition, at));
    const nowWall = deps.wall.now();
    if (
      held !== null &&
      held.editionId === edition.editionId &&
      at >= held.madeAt &&
      at < held.untilAt &&
      nowWall < held.untilWall
    )
      return held.view;
    const view = await makeVenue({ ...deps, pick }, edition, at);
    held = {
      view,
      editionId: edition.editionId,
      madeAt: at,
      untilAt: nextChangeAfter(edition.compiled, at),
      untilWall: nowWall + TRUSTED_MS,
    };
    return view;
  };
}

async function makeVenue(deps: Making, edition: Edition, at: number): Promise<VenueView> {
  const { compiled } = edition;
  const season = seasonOf(compiled, at);
  const phase = latestOpen(compiled.phases, at);
  const node = latestOpen(compiled.nodes, at);
  const nextNode = nextOf(compiled.nodes, at);
  const stopped = new Set(await deps.plan.stoppedPromotionIds(at));
  const termsOf = new Map(compiled.promotionList.map(({ id, summary }) => [id, summary]));
  return {
    campaign: {
      id: compiled.campaignId,
      title: compiled.title,
      slogan: compiled.slogan,
      editionNo: edition.editionNo,
    },
    season: { id: season.id, title: season.title, theme: season.theme },
    phase: phase && { ...spanOf(phase), kind: phase.kind },
    node: node && spanOf(node),
    nextNode: nextNode && spanOf(nextNode),
    phases: phasesOf(compiled, season.id, at).map((span) => ({ ...spanOf(span), kind: span.kind })),
    countdown: countdownAt(compiled, at, stopped),
    offers: compiled.promotions
      // Coupons have a place of their own, and a hidden one is found, not shown.
      .filter(({ id, layer, needsCoupon }) => !NO_OFFERS.has(layer) && !needsCoupon && !stopped.has(id))
      .flatMap(({ id, title, windows, rule }) => {
        const open = openWindowAt(windows, at);
        const terms = termsOf.get(id) ?? title;
        return open === undefined
          ? []
          : [{ promotionId: id, title, terms, threshold: hasThreshold(rule), endsAt: open.endsAt }];
      }),
    flash: await deps.flash.view(at),
    sections: await sectionsOf(
      deps,
      compiled,
      { phaseKind: phase?.kind ?? 'daily', seasonId: season.id },
      at,
    ),
  };
}

async function sectionsOf(
  deps: Making,
  compiled: CompiledPlan,
  moment: { readonly phaseKind: CompiledPlan['phases'][number]['kind']; readonly seasonId: string },
  at: number,
): Promise<VenueView['sections']> {
  const shown = compiled.venueSections.filter(
    ({ phaseKinds, seasonIds }) =>
      (phaseKinds === null || phaseKinds.includes(moment.phaseKind)) &&
      (seasonIds === null || seasonIds.includes(moment.seasonId)),
  );
  // Everything is asked once for all sections: of twenty sections each asked for itself, that is eighty queries a page.
  const { catalog, ports } = deps;
  const skus = await catalog.allSkus();
  const named = shown.map(({ scope }) => productsNamed(scope, skus));
  const picked = await deps.pick(at, skus, named, async () => {
    const products = await catalog.products([...new Set(named.flat())]);
    const byId = new Map(products.map((one) => [one.productId, one]));
    const stock = await ports.stockOf(
      products.flatMap((one) => one.skus.map((sku) => sku.skuId)),
      at,
    );
    return named.map((ids) =>
      bestSellers(
        ids.flatMap((productId) => byId.get(productId) ?? []),
        stock,
      ),
    );
  });
  const unique = new Map(picked.flat().map((product) => [product.productId, product]));
  const cards = new Map(
    (await presentCards(catalog, ports, [...unique.values()], at)).map((card) => [card.productId, card]),
  );
  return shown.map(({ id, title, scope }, index) => ({
    id,
    title,
    categoryId: scope.categories?.length === 1 ? scope.categories[0]! : null,
    search: searchOf(scope),
    products: picked[index]!.flatMap((product) => cards.get(product.productId) ?? []),
  }));
}

type Making = VenueDeps & { readonly pick: PickSellers };

/** The search that finds what a scope names; null where it says more than categories, or one shop, or one tag. */
function searchOf({ categories, shops, tags, ...rest }: Scope): string | null {
  if (Object.keys(rest).length > 0 || (shops?.length ?? 1) !== 1 || (tags?.length ?? 1) !== 1) return null;
  const asked = new URLSearchParams();
  if (categories !== undefined) asked.set('category', categories.join(','));
  if (shops?.[0] !== undefined) asked.set('shop', shops[0]);
  if (tags?.[0] !== undefined) asked.set('tag', tags[0]);
  return asked.size === 0 ? null : asked.toString();
}

/** In stock first, then by units sold, then by id. */
function bestSellers(
  products: readonly Product[],
  stock: Awaited<ReturnType<CatalogPorts['stockOf']>>,
): Product[] {
  const ranked = products.map((product) => {
    const counts = product.skus.map((sku) => stock.get(sku.skuId));
    return {
      product,
      out: counts.every((count) => count === undefined || count.either.state === 'out') ? 1 : 0,
      sold: counts.reduce((sum, count) => sum + (count?.sold ?? 0), product.soldBefore),
    };
  });
  ranked.sort(
    (a, b) => a.out - b.out || b.sold - a.sold || (a.product.productId < b.product.productId ? -1 : 1),
  );
  return ranked.slice(0, SECTION_PRODUCTS_MAX).map(({ product }) => product);
}

/** The season that runs, else the next one, else the last. A plan without any wears the summer look under its own title. */
export function seasonOf(
  compiled: Pick<CompiledPlan, 'campaignId' | 'title' | 'seasons'>,
  at: number,
): VenueView['season'] {
  const seasons = [...compiled.seasons].sort((a, b) => a.startsAt - b.startsAt);
  return (
    seasons.find((span) => at < span.endsAt) ??
    seasons.at(-1) ?? {
      id: compiled.campaignId,
      title: compiled.title,
      theme: { id: 'summer', motif: 'wave' },
    }
  );
}

const STEPS_MAX = 6;

/** The phases of a season in order, the running one with its neighbours when there are many; of no season, all of them. */
function phasesOf(compiled: CompiledPlan, seasonId: string, at: number): CompiledPlan['phases'] {
  const own = compiled.phases.filter((phase) => phase.seasonId === seasonId);
  const phases = [...(own.length > 0 ? own : compiled.phases)].sort((a, b) => a.startsAt - b.startsAt);
  const running = phases.findIndex((phase) => at < phase.endsAt);
  const from = Math.max(0, Math.min((running < 0 ? phases.length : running) - 1, phases.length - STEPS_MAX));
  return phases.slice(from, from + STEPS_MAX);
}

/** Is there an amount or a number of items to reach? */
function hasThreshold(rule: Promotion['rule']): boolean {
  if (rule.kind === 'percent') return (rule.thresholdFen ?? 0) > 0;
  if (rule.kind === 'freeFreight') return (rule.thresholdFen ?? 0) > 0;
  if (rule.kind === 'gift') return rule.tiers.every(({ thresholdFen }) => thresholdFen > 0);
  return rule.kind === 'tiered' || rule.kind === 'each' || (rule.kind === 'amount' && rule.thresholdFen > 0);
}

/** Of spans that are open the one that began last: a festival inside a season's phase goes first. */
function latestOpen<One extends Span>(spans: readonly One[], at: number): One | null {
  const open = spans.filter((span) => span.startsAt <= at && at < span.endsAt);
  return open.reduce<One | null>(
    (last, span) => (last && last.startsAt >= span.startsAt ? last : span),
    null,
  );
}

function nextOf<One extends Span>(spans: readonly One[], at: number): One | null {
  return spans.filter((span) => span.startsAt > at).sort((a, b) => a.startsAt - b.startsAt)[0] ?? null;
}

function spanOf({ id, title, startsAt, endsAt }: Span) {
  return { id, title, startsAt, endsAt };
}

/** In these nothing is at its best yet: what is ahead counts, not their end. */
const LOOKS_AHEAD: ReadonlySet<string> = new Set(['warmUp', 'presale', 'daily', 'review', 'optimise']);

/**
 * What the big countdown counts to: the end of a flash slot that is open, the opening of one that is near; in a phase
 * that only leads up to something, the next node or burst; else the end of the running phase, or the next phase. In this
 * order, because the nearest thing a shopper can act on goes first.
 */
function countdownAt(
  compiled: CompiledPlan,
  at: number,
  stopped: ReadonlySet<string> = new Set(),
): VenueView['countdown'] {
  const slots = compiled.flash
    .filter((programme) => !stopped.has(programme.promotionId))
    .flatMap(({ title, slots: windows }) => windows.map((window) => ({ title, ...window })))
    .sort((a, b) => a.startsAt - b.startsAt);
  const open = slots.find((slot) => slot.startsAt <= at && at < slot.endsAt);
  if (open !== undefined) return { to: open.endsAt, kind: 'ends', title: open.title };
  const next = slots.find((slot) => slot.startsAt > at);
  if (next !== undefined && next.startsAt - at <= FLASH_NEAR_MS)
    return { to: next.startsAt, kind: 'opens', title: next.title };
  const phase = latestOpen(compiled.phases, at);
  const ahead = nextOf([...compiled.nodes, ...compiled.phases.filter(({ kind }) => kind === 'burst')], at);
  if (ahead !== null && (phase === null || LOOKS_AHEAD.has(phase.kind)))
    return { to: ahead.startsAt, kind: 'opens', title: ahead.title };
  if (phase !== null) return { to: phase.endsAt, kind: 'ends', title: phase.title };
  const coming = nextOf(compiled.phases, at);
  return coming === null ? null : { to: coming.startsAt, kind: 'opens', title: coming.title };
}

/** The next instant at which something in the plan opens or closes. */
function nextChangeAfter(compiled: CompiledPlan, at: number): number {
  let next = compiled.endsAt;
  const spans = [
    compiled.seasons,
    compiled.phases,
    compiled.nodes,
    ...compiled.flash.map((programme) => programme.slots),
    ...compiled.promotions.map((promotion) => promotion.windows),
  ];
  for (const list of spans)
    for (const { startsAt, endsAt } of list)
      for (const edge of [startsAt, endsAt]) if (edge > at && edge < next) next = edge;
  return next;
}
