import type { PriceStretch } from '@dacu/engine/compliance';
import { DAY_MS, startOfDay } from './local-day.ts';
import type { PriceDay } from './store.ts';

/** A raise within 30 days and the last deal before a week without one are looked for; older days say nothing new. */
export const STRETCH_DAYS = 120;

/** Days of each sku, in order, with days that follow one another alike made one stretch. */
export function joinDays(days: readonly PriceDay[]): Map<string, PriceStretch[]> {
  const stretches = new Map<string, PriceStretch[]>();
  for (const { skuId, on, listFen, dealFen } of days) {
    const own = stretches.get(skuId) ?? [];
    const startsAt = startOfDay(on);
    const last = own.at(-1);
    if (last?.endsAt === startsAt && last.listFen === listFen && last.dealFen === dealFen)
      own[own.length - 1] = { ...last, endsAt: startsAt + DAY_MS };
    else own.push({ startsAt, endsAt: startsAt + DAY_MS, listFen, dealFen });
    stretches.set(skuId, own);
  }
  return stretches;
}
