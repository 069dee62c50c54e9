import type { VenueView } from '@dacu/contract/api';
import type { CompiledPlan, Span } from '@dacu/contract/plan';
import { compileScope, openWindowAt, type Scope, scopeExcepts, scopeNames } from '@dacu/engine/pricing';
import type { WallClock } from '../../../platform/clocks.ts';
import { type Catalog, type CatalogPorts, type Product, presentCards } from '../../base/catalog/index.ts';
import type { FlashActivities } from './flash-activities.ts';
import type { Edition, PlanSource } from './sources.ts';

export type VenueDeps = {
  readonly catalog: Catalog;
  readonly ports: CatalogPorts;
  readonly plan: PlanSource;
  readonly flash: FlashActivities;
  readonly wall: WallClock;
};

const SECTION_PRODUCTS_MAX = 12;
/** Every shopper sees the same venue, so a node makes it once a second at most. */
const TRUSTED_MS = 1_000;
const ITEM_LAYERS = new Set(['itemPrice', 'itemCut']);

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
  return async (at) => {
    const edition = await deps.plan.editionAt(at);
    if (edition === null) return null;
    const nowWall = deps.wall.now();
    if (
      held !== null &&
      held.editionId === edition.editionId &&
      at >= held.madeAt &&
      at < held.untilAt &&
      nowWall < held.untilWall
    )
      return held.view;
    const view = await makeVenue(deps, edition, at);
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

async function makeVenue(deps: VenueDeps, edition: Edition, at: number): Promise<VenueView> {
  const { compiled } = edition;
  const season = seasonOf(compiled, at);
  const phase = latestOpen(compiled.phases, at);
  const node = latestOpen(compiled.nodes, at);
  const stopped = new Set(await deps.plan.stoppedPromotionIds(at));
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
    countdown: countdownAt(compiled, at, stopped),
    offers: compiled.promotions
      .filter((promotion) => !ITEM_LAYERS.has(promotion.layer) && !stopped.has(promotion.id))
      .flatMap(({ id, title, windows }) => {
        const open = openWindowAt(windows, at);
        return open === undefined ? [] : [{ promotionId: id, title, endsAt: open.endsAt }];
      }),
    flash: await deps.flash.view(at),
    sections: await sectionsOf(deps, compiled, phase?.kind ?? 'daily', at),
  };
}

async function sectionsOf(
  deps: VenueDeps,
  compiled: CompiledPlan,
  phaseKind: CompiledPlan['phases'][number]['kind'],
  at: number,
): Promise<VenueView['sections']> {
  const shown = compiled.venueSections.filter(
    ({ phaseKinds }) => phaseKinds === null || phaseKinds.includes(phaseKind),
  );
  // Everything is asked once for all sections: of twenty sections each asked for itself, that is eighty queries a page.
  const { catalog, ports } = deps;
  const skus = await catalog.allSkus();
  const named = shown.map(({ scope }) => productsNamed(scope, skus));
  const products = await catalog.products([...new Set(named.flat())]);
  const byId = new Map(products.map((one) => [one.productId, one]));
  const stock = await ports.stockOf(products.flatMap((one) => one.skus.map((sku) => sku.skuId)));
  const picked = named.map((ids) =>
    bestSellers(
      ids.flatMap((productId) => byId.get(productId) ?? []),
      stock,
    ),
  );
  const unique = new Map(picked.flat().map((product) => [product.productId, product]));
  const cards = new Map(
    (await presentCards(catalog, ports, [...unique.values()], at)).map((card) => [card.productId, card]),
  );
  return shown.map(({ id, title, scope }, index) => ({
    id,
    title,
    categoryId: scope.categories?.length === 1 ? scope.categories[0]! : null,
    products: picked[index]!.flatMap((product) => cards.get(product.productId) ?? []),
  }));
}

type Skus = Awaited<ReturnType<Catalog['allSkus']>>;

/** By catalogue, then by section: both are the same objects until an import or an edition brings new ones. */
const namedProducts = new WeakMap<Skus, Map<Scope, readonly string[]>>();

/** What the scope names and is on sale. */
function productsNamed(scope: Scope, skus: Skus): readonly string[] {
  let known = namedProducts.get(skus);
  if (known === undefined) {
    known = new Map();
    namedProducts.set(skus, known);
  }
  let ids = known.get(scope);
  if (ids === undefined) {
    const compiled = compileScope(scope);
    const named = skus.filter(
      (sku) => sku.onSale && scopeNames(compiled, sku) && !scopeExcepts(compiled, sku),
    );
    ids = [...new Set(named.map((sku) => sku.productId))];
    if (known.size >= SCOPES_KNOWN_MAX) known.clear();
    known.set(scope, ids);
  }
  return ids;
}

const SCOPES_KNOWN_MAX = 200;

/** In stock first, then by units sold, then by id. */
function bestSellers(
  products: readonly Product[],
  stock: Awaited<ReturnType<CatalogPorts['stockOf']>>,
): Product[] {
  const ranked = products.map((product) => {
    const counts = product.skus.map((sku) => stock.get(sku.skuId));
    return {
      product,
      out: counts.every((count) => count === undefined || count.state === 'out') ? 1 : 0,
      sold: counts.reduce((sum, count) => sum + (count?.sold ?? 0), product.soldBefore),
    };
  });
  ranked.sort(
    (a, b) => a.out - b.out || b.sold - a.sold || (a.product.productId < b.product.productId ? -1 : 1),
  );
  return ranked.slice(0, SECTION_PRODUCTS_MAX).map(({ product }) => product);
}

/** The season that runs, else the next one, else the last. */
function seasonOf(compiled: CompiledPlan, at: number) {
  const seasons = [...compiled.seasons].sort((a, b) => a.startsAt - b.startsAt);
  const season = seasons.find((span) => at < span.endsAt) ?? seasons.at(-1);
  if (season === undefined) throw new Error(`${compiled.campaignId} has no season`);
  return season;
}

/** Of spans that are open the one that began last: a festival inside a season's phase goes first. */
function latestOpen<One extends Span>(spans: readonly One[], at: number): One | null {
  const open = spans.filter((span) => span.startsAt <= at && at < span.endsAt);
  return open.reduce<One | null>(
    (last, span) => (last && last.startsAt >= span.startsAt ? last : span),
    null,
  );
}

function spanOf({ id, title, startsAt, endsAt }: Span) {
  return { id, title, startsAt, endsAt };
}

const DAY_MS = 86_400_000;

/**
 * What the big countdown counts to: the end of a flash slot that is open, the opening of one within a day, the end of the
 * running phase, the next phase. In this order, because the nearest thing a shopper can act on goes first.
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
  if (next !== undefined && next.startsAt - at <= DAY_MS)
    return { to: next.startsAt, kind: 'opens', title: next.title };
  const phase = latestOpen(compiled.phases, at);
  if (phase !== null) return { to: phase.endsAt, kind: 'ends', title: phase.title };
  const coming = compiled.phases
    .filter((span) => span.startsAt > at)
    .sort((a, b) => a.startsAt - b.startsAt)[0];
  return coming === undefined ? null : { to: coming.startsAt, kind: 'opens', title: coming.title };
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
