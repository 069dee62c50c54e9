import type { Answer, LaterAct } from './actions.ts';
import type { Chance } from './chance.ts';
import { PARAMETERS, RETURN_RATE_BY_CATEGORY } from './parameters.ts';
import type { SimulatedShopper } from './shoppers.ts';

const DAY_MS = 86_400_000;

/**
 * What a shopper will come back for after a paid purchase: units of a line sent back, a complaint. Drawn at once,
 * acted on days later; each line's units are judged one by one, so three of one thing come back more often than one.
 */
export function planAftercare(
  shopper: SimulatedShopper,
  purchase: Answer & { readonly kind: 'purchase' },
  chance: Chance,
  keyBase: string,
): LaterAct[] {
  const later: LaterAct[] = [];
  const back: { lineId: string; quantity: number }[] = [];
  for (const line of purchase.lines) {
    const rate =
      (RETURN_RATE_BY_CATEGORY[line.categoryId ?? 'default'] ?? RETURN_RATE_BY_CATEGORY.default!) *
      shopper.kind.returnFactor;
    let quantity = 0;
    for (let unit = 0; unit < line.quantity; unit += 1) if (chance.happens(rate)) quantity += 1;
    if (quantity > 0) back.push({ lineId: line.lineId, quantity });
  }
  if (back.length > 0) {
    const reasons = Object.keys(PARAMETERS.returnReasonWeights);
    const reason = reasons[chance.weighted(Object.values(PARAMETERS.returnReasonWeights))] ?? 'noReason';
    later.push({
      at: purchase.at + daysLater(chance, PARAMETERS.returnAfterDays),
      action: {
        kind: 'return',
        key: `${keyBase}-return-${purchase.purchaseId}`.slice(0, 60),
        purchaseId: purchase.purchaseId,
        lines: back,
        reason,
      },
    });
  }
  if (chance.happens(shopper.kind.complaintRate)) {
    const topic = TOPICS[chance.weighted(TOPICS.map((id) => PARAMETERS.complaintTopicWeights[id]))]!;
    later.push({
      at: purchase.at + daysLater(chance, PARAMETERS.complaintAfterDays),
      action: { kind: 'complain', purchaseId: purchase.purchaseId, topic, words: COMPLAINT_WORDS[topic] },
    });
  }
  return later;
}

const TOPICS = ['delivery', 'quality', 'service', 'price'] as const;

const COMPLAINT_WORDS = {
  delivery: '包裹比约定的时间晚到。',
  quality: '收到的商品与描述不一致。',
  service: '客服没有及时回复。',
  price: '付款后发现价格又降了。',
} as const;

function daysLater(chance: Chance, days: { readonly from: number; readonly to: number }): number {
  return Math.floor((days.from + chance.next() * (days.to - days.from)) * DAY_MS);
}
