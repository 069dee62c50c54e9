import type { ReviewDocument } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import type { AuditReport } from '@dacu/engine/simulate';
import type { Sql } from '../../../platform/db/types.ts';
import { readPosition } from './board-store.ts';
import { COMPANIONS, type Definition, definitionOf, PHASE_MEASURES, TEN_INDICATORS } from './definitions.ts';
import { findImprovements } from './improvements.ts';
import { type MeasureWindow, measureGoals, measureIndicators, measurePhases } from './measure.ts';
import { AFTER_DEFINITIONS, readPresales, readReturnRates } from './review-after.ts';
import {
  type ItemRow,
  readChannels,
  readDiscounts,
  readFunnel,
  readItems,
  readStockOuts,
  SECTION_DEFINITIONS,
  titleOf,
} from './review-sections.ts';
import type { CategoryName, SkuName } from './sources.ts';
import { zoneOffsetMs } from './zone.ts';

export type ReviewInput = {
  readonly reviewId: string;
  readonly kind: 'live' | 'rehearsal';
  readonly simulated: boolean;
  /** Null: a file that nobody published. */
  readonly editionNo: number | null;
  /** In a rehearsal its goals are already divided by the scale, in a demonstration by the visits that came. */
  readonly compiled: CompiledPlan;
  readonly asOf: number;
  readonly measure: ReviewDocument['measure'];
  readonly rehearsal: ReviewDocument['rehearsal'];
  readonly skus: readonly SkuName[];
  readonly categories: readonly CategoryName[];
  readonly audit: AuditReport;
};

const ITEMS_SHOWN = 10;
const WORST_VIEWS_MIN = 10;

/**
 * Writes a review out of the database as it stands: goals and indicators against actual, phase by phase, funnel,
 * discounts by who pays, stock-outs, items, what to change, and what the auditor found. Every figure names a definition,
 * and every definition its query. Run it in one snapshot (`repeatable read`), or on a database that stands still.
 */
export async function writeReview(sql: Sql, input: ReviewInput): Promise<ReviewDocument> {
  const { compiled, asOf } = input;
  const window: MeasureWindow = {
    startsAt: compiled.startsAt,
    endsAt: compiled.endsAt,
    asOf,
    zoneOffsetMs: zoneOffsetMs(compiled.zone, compiled.startsAt),
  };
  const skus = new Map(input.skus.map((sku) => [sku.skuId, sku]));
  const { campaignId } = compiled;
  const goals = await measureGoals(sql, compiled, window);
  const indicators = await measureIndicators(sql, compiled, window);
  const phases = await measurePhases(sql, compiled, window);
  const funnel = await readFunnel(sql, window, campaignId);
  const channelTitles = new Map(compiled.traffic.channels.map(({ id, title }) => [id, title]));
  const channels = (await readChannels(sql, window, campaignId)).map((row) => {
    const title = channelTitles.get(row.channel);
    return title === undefined ? row : { ...row, title };
  });
  const discounts = await readDiscounts(sql, window, compiled);
  const stockOuts = await readStockOuts(sql, window, campaignId, skus);
  const items = await readItems(sql, window, campaignId);
  const presales = await readPresales(sql, window, compiled, skus);
  const returnRates = await readReturnRates(sql, window, compiled, { skus, categories: input.categories });
  return {
    reviewId: input.reviewId,
    kind: input.kind,
    simulated: input.simulated,
    campaign: { id: campaignId, title: compiled.title, editionNo: input.editionNo, zone: compiled.zone },
    window: {
      startsAt: window.startsAt,
      endsAt: window.endsAt,
      asOf,
      asOfPosition: await readPosition(sql),
    },
    measure: input.measure,
    rehearsal: input.rehearsal,
    definitions: presentDefinitions([...goals.definitions, ...indicators.definitions]),
    goals: goals.figures,
    indicators: indicators.figures,
    phases,
    funnel,
    channels,
    discounts,
    stockOuts,
    bestItems: bestItems(items, skus),
    worstItems: worstItems(items, skus, input.skus),
    presales,
    returnRates,
    improvements: findImprovements({
      items,
      skus,
      funnel,
      channels,
      stockOuts,
      indicators: indicators.figures,
    }),
    audit: {
      passed: input.audit.passed,
      checks: input.audit.checks.map((check) => ({
        id: check.id,
        title: check.title,
        passed: check.passed,
        examined: check.examined,
        violations: [...check.violations],
      })),
    },
  };
}

export function presentDefinitions(ofPlan: readonly Definition[]): ReviewDocument['definitions'] {
  const all = new Map<string, Definition>();
  for (const id of [...TEN_INDICATORS, ...COMPANIONS, ...PHASE_MEASURES]) all.set(id, definitionOf(id)!);
  for (const definition of [...ofPlan, ...SECTION_DEFINITIONS, ...AFTER_DEFINITIONS])
    all.set(definition.id, definition);
  return [...all.values()].map(({ id, name, definition, query, missing }) => ({
    id,
    name,
    definition,
    query: query ?? `-- ${missing?.en ?? 'no source'}`,
  }));
}

function bestItems(
  items: readonly ItemRow[],
  skus: ReadonlyMap<string, SkuName>,
): ReviewDocument['bestItems'] {
  return items
    .filter((item) => item.units > 0)
    .slice(0, ITEMS_SHOWN)
    .map((item) => ({
      skuId: item.skuId,
      title: titleOf(skus, item.skuId),
      units: item.units,
      paidFen: item.paidFen,
      returnRateBp: Math.round((item.returned * 10_000) / item.units),
    }));
}

/** Most views for each unit sold; items that nobody looked at say nothing about themselves. */
function worstItems(
  items: readonly ItemRow[],
  skus: ReadonlyMap<string, SkuName>,
  list: readonly SkuName[],
): ReviewDocument['worstItems'] {
  const firstSku = new Map<string, string>();
  for (const sku of list) if (!firstSku.has(sku.productId)) firstSku.set(sku.productId, sku.skuId);
  const products = new Map<string, ItemRow>();
  for (const item of items) {
    const known = products.get(item.productId);
    products.set(
      item.productId,
      known === undefined
        ? { ...item, skuId: item.skuId || (firstSku.get(item.productId) ?? '') }
        : {
            ...known,
            units: known.units + item.units,
            paidFen: known.paidFen + item.paidFen,
            returned: known.returned + item.returned,
          },
    );
  }
  return [...products.values()]
    .filter((item) => item.views >= WORST_VIEWS_MIN && item.skuId !== '')
    .sort((a, b) => a.units / a.views - b.units / b.views || b.views - a.views)
    .slice(0, ITEMS_SHOWN)
    .map((item) => ({
      skuId: item.skuId,
      title: titleOf(skus, item.skuId),
      units: item.units,
      views: item.views,
      paidFen: item.paidFen,
      returnRateBp: item.units === 0 ? 0 : Math.round((item.returned * 10_000) / item.units),
    }));
}
