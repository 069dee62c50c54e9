import type { QuoteView } from '@dacu/contract/api';
import { pointsEnd } from '@dacu/contract/plan';
import { earnedPoints, type OrderPoints } from '@dacu/engine/points';
import {
  type CompiledScope,
  compileScope,
  type Promotion,
  scopeExcepts,
  scopeNames,
} from '@dacu/engine/pricing';
import type { Priced } from './price-items.ts';
import type { Edition } from './sources.ts';

/** What offers asks of somebody's points: the narrow side of the account, so a test can stand in. */
export type PointsSource = { usable(shopperId: string, at: number): Promise<number> };

type Programme = {
  readonly promotion: Promotion;
  readonly rule: Extract<Promotion['rule'], { kind: 'points' }>;
  readonly scope: CompiledScope;
};
const PROGRAMMES = new WeakMap<Edition, readonly Programme[]>();

/** Promotions of an edition that let points pay; most editions have one or none. */
export function pointsProgrammes(edition: Edition): readonly Programme[] {
  let programmes = PROGRAMMES.get(edition);
  if (programmes === undefined) {
    programmes = edition.compiled.promotions.flatMap((promotion) =>
      promotion.rule.kind === 'points'
        ? [{ promotion, rule: promotion.rule, scope: compileScope(promotion.scope) }]
        : [],
    );
    PROGRAMMES.set(edition, programmes);
  }
  return programmes;
}

/** The engine let it in: its points paid, or would have if the shopper had wanted and had them. */
const OPEN: ReadonlySet<string> = new Set(['applied', 'notAsked', 'notEnoughPoints', 'belowPointsStep']);

function programmeOf({ edition, quote }: Priced): Programme | undefined {
  if (edition === null) return undefined;
  const told = new Map(quote.trace.map(({ promotionId, reason }) => [promotionId, reason]));
  const programmes = pointsProgrammes(edition);
  const applied = programmes.find(({ promotion }) => told.get(promotion.id) === 'applied');
  return applied ?? programmes.find(({ promotion }) => OPEN.has(told.get(promotion.id) ?? ''));
}

/** What points mean for an order of this quote, frozen with it; null where they mean nothing. */
export function orderPointsOf(priced: Priced): OrderPoints | null {
  const programme = programmeOf(priced);
  if (programme === undefined || priced.edition === null) return null;
  const { promotion, rule, scope } = programme;
  const { edition, quote, skus } = priced;
  const terms = edition.compiled.points?.find(({ promotionId }) => promotionId === promotion.id);
  const lineIds = quote.lines
    .filter(({ skuId }) => {
      const sku = skus.get(skuId)!;
      const joined = sku.enrolledCampaignIds.includes(edition.campaignId);
      return joined && scopeNames(scope, sku) && !scopeExcepts(scope, sku);
    })
    .map(({ lineId }) => lineId);
  const { used, fen } = quote.points;
  return {
    ...{ promotionId: promotion.id, pointsPerYuan: rule.pointsPerYuan, used, fen },
    earn:
      terms?.earn == null || lineIds.length === 0
        ? null
        : {
            ...{ ...terms.earn, lineIds, usableAfterMs: terms.usableAfterMs },
            expiresAt: pointsEnd(terms, edition.compiled.zone, quote.at),
          },
  };
}

/** What the payment of an order of this quote earns. */
export function earnedOf(order: OrderPoints, { quote }: Priced): number {
  return earnedPoints(
    order,
    quote.lines.map((line) => ({ ...line, returnedQuantity: 0 })),
  );
}

export function presentPoints(priced: Priced): QuoteView['points'] {
  const { quote, usablePoints: usable } = priced;
  const programme = programmeOf(priced);
  const order = orderPointsOf(priced);
  if (usable === null || programme === undefined || order === null) return null;
  const { promotion, rule } = programme;
  const { used, fen, capFen } = quote.points;
  const inSteps = usable - (usable % rule.step);
  const canUse = Math.min(inSteps, (capFen * rule.pointsPerYuan) / FEN_PER_YUAN);
  return {
    ...{ promotionId: promotion.id, title: promotion.title, usable, used, fen, canUse, capFen },
    canFen: (canUse * FEN_PER_YUAN) / rule.pointsPerYuan,
    earns: earnedOf(order, priced),
  };
}

const FEN_PER_YUAN = 100;
