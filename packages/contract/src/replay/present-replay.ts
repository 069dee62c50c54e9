import { formatFenBrief } from '@dacu/engine/money';
import { explain } from '@dacu/engine/pricing';
import {
  BASKET_BANDS_FEN,
  chargedFor,
  FREIGHT_KEY,
  type LosingCart,
  type ReplayReport,
  type Segment,
  UNKNOWN_KEY,
} from '@dacu/engine/replay';
import type { ReplayCart, ReplayDocument } from '../api/replays.ts';
import type { CompiledPlan } from '../plan/compiled.ts';
import type { CampaignLine, ItemLine } from './past-orders.ts';

type Text = CampaignLine['title'];

export type ReplayContext = {
  readonly campaign: CampaignLine;
  readonly draft: CompiledPlan;
  readonly titleOf: (skuId: string) => ItemLine['title'];
  readonly workedOut: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
};

/** A replay as screens and the command line show it: everything has its name, what changed most comes first. */
export function presentReplay(report: ReplayReport, known: ReplayContext): ReplayDocument {
  const { campaign, draft, workedOut, firstAt, lastAt } = known;
  const { campaignId, title, simulated, scale, presales = null } = campaign;
  const names = new Map(Object.entries(campaign.names.promotions));
  for (const one of draft.promotionList) names.set(one.id, one.title);
  for (const one of draft.promotions) if (!names.has(one.id)) names.set(one.id, one.title);
  const named = (id: string): Text => names.get(id) ?? { zh: id, en: id };
  const phases = new Map(campaign.phases.map((phase) => [phase.id, phase.title]));
  const draftPhases = new Map(draft.phases.map((phase) => [phase.id, phase.title]));
  const { losersMax: _, ...assumptions } = report.options;
  const bySize = (one: { pastFen: number; draftFen: number }) => Math.max(one.pastFen, one.draftFen);
  return {
    past: { campaignId, title, simulated, scale, presales, firstAt, lastAt },
    draft: { campaignId: draft.campaignId, title: draft.title },
    assumptions,
    workedOut,
    ...pick(report),
    phases: report.phases.map(({ phaseId, purchases, draftPhaseId }) => ({
      ...{ phaseId, purchases, title: phases.get(phaseId)! },
      draft: draftPhaseId === null ? null : { phaseId: draftPhaseId, title: draftPhases.get(draftPhaseId)! },
    })),
    shops: report.shops
      .map(({ pastSellerOffFen, draftSellerOffFen, ...rest }) => ({
        ...rest,
        name: campaign.names.shops[rest.shopId] ?? { zh: rest.shopId, en: rest.shopId },
        sellerOff: { pastFen: pastSellerOffFen, draftFen: draftSellerOffFen },
      }))
      .sort((one, other) => other.listFen - one.listFen),
    promotions: report.promotions
      .map((use) => ({ ...use, title: named(use.promotionId) }))
      .sort((one, other) => bySize(other) - bySize(one)),
    caps: report.caps.map(({ promotionId, ...cap }) => ({ ...cap, title: named(promotionId) })),
    segments: report.segments
      .map((segment) => ({
        ...segment,
        title: segmentTitle(segment, campaign),
        meanFen: Math.round(segment.changeFen / segment.purchases),
      }))
      .sort(byDimension),
    losers: report.losers.map((cart) => presentCart(cart, known.titleOf)),
  };
}

function pick(report: ReplayReport) {
  const { purchases, priced, leftOut, changed, dearer, cheaper } = report;
  const { couponsUnknown, flashUnknown, servicesUnknown } = report;
  const { listFen, goods, freight, services, pay, off } = report;
  return {
    ...{ purchases, priced, changed, dearer, cheaper },
    ...{ couponsUnknown, flashUnknown, servicesUnknown },
    ...{ listFen, goods, freight, services, pay },
    leftOut: [...leftOut],
    off: [...off],
  };
}

function presentCart(
  { purchase, at, changeFen, quote }: LosingCart,
  titleOf: ReplayContext['titleOf'],
): ReplayCart {
  const { memberTier, newcomer, idleDays, channel } = purchase.shopper;
  const drafted = new Map(quote.lines.map((line) => [line.lineId, line]));
  const short = (list: readonly { promotionId: string; layer: string; fen: number }[]) =>
    list.map(({ promotionId, layer, fen }) => ({ promotionId, layer, fen }));
  return {
    ...{ purchaseId: purchase.purchaseId, at: purchase.at, draftAt: at, changeFen },
    shopper: {
      newcomer,
      memberTier: memberTier ?? null,
      idleDays: idleDays ?? null,
      channel: channel ?? null,
    },
    pay: { pastFen: purchase.payFen, draftFen: quote.payFen },
    freight: {
      pastFen: purchase.freight.reduce((sum, { chargedFen }) => sum + chargedFen, 0),
      draftFen: quote.freightFen,
    },
    services: {
      pastFen: purchase.lines.reduce((sum, { services }) => sum + chargedFor(services), 0),
      draftFen: quote.servicesFen,
    },
    lines: purchase.lines.map(({ lineId, skuId, quantity, unitListFen, netFen, allocations }) => ({
      ...{ skuId, quantity, title: titleOf(skuId), listFen: unitListFen * quantity },
      net: { pastFen: netFen, draftFen: drafted.get(lineId)!.netFen },
      past: short(allocations),
      draft: short(drafted.get(lineId)!.allocations),
    })),
    trace: quote.trace.map((entry) => ({
      ...{ promotionId: entry.promotionId, layer: entry.layer, discountFen: entry.discountFen },
      title: entry.title,
      applied: entry.reason === 'applied',
      explanation: explain(entry),
    })),
  };
}

const DIMENSIONS: readonly Segment['dimension'][] = [
  'memberTier',
  'newcomer',
  'channel',
  'basket',
  'category',
  'shop',
];

/** Bands of baskets by their size, all else by what was paid. */
function byDimension(one: Segment, other: Segment): number {
  const apart = DIMENSIONS.indexOf(one.dimension) - DIMENSIONS.indexOf(other.dimension);
  if (apart !== 0) return apart;
  return one.dimension === 'basket' ? Number(one.key) - Number(other.key) : other.pastFen - one.pastFen;
}

function segmentTitle({ dimension, key }: Segment, { names }: CampaignLine): Text {
  if (key === UNKNOWN_KEY) return { zh: '未知', en: 'Unknown' };
  if (key === FREIGHT_KEY) return { zh: '运费', en: 'Freight' };
  const plain = { zh: key, en: key };
  switch (dimension) {
    case 'memberTier':
      return names.tiers[key] ?? plain;
    case 'newcomer':
      return key === 'true' ? { zh: '新客', en: 'First order' } : { zh: '老客', en: 'Bought before' };
    case 'channel':
      return names.channels[key] ?? plain;
    case 'category':
      return names.categories[key] ?? plain;
    case 'shop':
      return names.shops[key] ?? plain;
    case 'basket':
      return bandTitle(Number(key));
  }
}

function bandTitle(fromFen: number): Text {
  const toFen = BASKET_BANDS_FEN[(BASKET_BANDS_FEN as readonly number[]).indexOf(fromFen) + 1];
  const from = formatFenBrief(fromFen);
  if (toFen === undefined) return { zh: `${from} 及以上`, en: `${from} and more` };
  const to = formatFenBrief(toFen);
  if (fromFen === 0) return { zh: `${to} 以下`, en: `Below ${to}` };
  return { zh: `${from}–${to}`, en: `${from}–${to}` };
}
