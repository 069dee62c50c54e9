import { formatFen, formatFenBrief } from '../money/index.ts';
import type { Text, TraceEntry } from './types.ts';

/**
 * A trace entry as a sentence for a shopper, amounts included, in both languages. Chinese leaves out `.00`, as prices
 * are spoken; English writes amounts in full.
 */
export function explain(entry: TraceEntry): Text {
  switch (entry.reason) {
    case 'applied':
      return applied(entry);
    case 'belowThreshold':
      return stepAhead(entry) ?? { zh: '未达到优惠门槛', en: 'The minimum spend is not reached' };
    case 'belowQuantity':
      return moreItems(entry) ?? { zh: '未达到优惠件数', en: 'The minimum number of items is not reached' };
    case 'betterAlternative':
      return (
        winner(entry, { zh: '已享更优惠的', en: 'You already have the better offer' }) ?? {
          zh: '现价不高于此优惠价',
          en: 'The price is already as low',
        }
      );
    case 'mutuallyExclusive':
      return (
        winner(entry, { zh: '不可同享，已享', en: 'Cannot be combined with' }) ?? {
          zh: '与已享优惠不可同享',
          en: 'Cannot be combined with an offer you already have',
        }
      );
    case 'notInWindow':
      return { zh: '不在活动时间内', en: 'Not running at this time' };
    case 'noEligibleLine':
      return { zh: '所选商品不参加此活动', en: 'None of these items takes part' };
    case 'audienceMismatch':
      return { zh: '仅限指定人群', en: 'For selected shoppers only' };
    case 'excludedByFlash':
      return { zh: '秒杀商品不参加此活动', en: 'Flash-sale items do not take part' };
    case 'notEnrolled':
      return { zh: '商家未报名此活动', en: 'The shop has not joined this offer' };
    case 'stopped':
      return { zh: '活动已停止', en: 'This offer has stopped' };
    case 'couponNeeded':
      return { zh: '需先领券', en: 'Needs a coupon' };
    case 'couponExpired':
      return { zh: '券已过期', en: 'The coupon has expired' };
    case 'notChosen':
      return (
        winner(entry, { zh: '您选用了', en: 'You chose' }) ?? {
          zh: '未选用此券',
          en: 'You chose not to use it',
        }
      );
    case 'couponUsedElsewhere':
      return { zh: '此券已用于更合算的一处', en: 'The coupon is used where it saves more' };
    case 'cheaperInAll':
      return (
        winner(entry, { zh: '整单算更省，已享', en: 'The whole costs less with' }) ?? {
          zh: '不用它整单更省',
          en: 'The whole costs less without it',
        }
      );
    case 'nothingLeft':
      return { zh: '已没有可减的金额', en: 'There is nothing left to take off' };
  }
}

function applied(entry: TraceEntry): Text {
  const { discountFen, layer } = entry;
  const done =
    layer === 'freight'
      ? { zh: `已免运费${formatFenBrief(discountFen)}`, en: `Freight of ${formatFen(discountFen)} waived` }
      : { zh: `已减${formatFenBrief(discountFen)}`, en: `You save ${formatFen(discountFen)}` };
  if (entry.missingFen === undefined || entry.nextOffFen === undefined) return done;
  return {
    zh: `${done.zh}，再买${formatFenBrief(entry.missingFen)}，共减${formatFenBrief(entry.nextOffFen)}`,
    en: `${done.en}. Add ${formatFen(entry.missingFen)} to save ${formatFen(entry.nextOffFen)} in all`,
  };
}

function stepAhead({ missingFen, nextOffFen, layer }: TraceEntry): Text | undefined {
  if (missingFen === undefined || nextOffFen === undefined) return undefined;
  if (layer === 'freight') {
    return {
      zh: `再买${formatFenBrief(missingFen)}，免运费${formatFenBrief(nextOffFen)}`,
      en: `Add ${formatFen(missingFen)} for free freight (${formatFen(nextOffFen)})`,
    };
  }
  return {
    zh: `再买${formatFenBrief(missingFen)}，立减${formatFenBrief(nextOffFen)}`,
    en: `Add ${formatFen(missingFen)} to save ${formatFen(nextOffFen)}`,
  };
}

function moreItems({ missingQuantity, nextOffFen }: TraceEntry): Text | undefined {
  if (missingQuantity === undefined || nextOffFen === undefined) return undefined;
  return {
    zh: `再买${missingQuantity}件，至少减${formatFenBrief(nextOffFen)}`,
    en: `Add ${missingQuantity} more ${missingQuantity === 1 ? 'item' : 'items'} to save at least ${formatFen(nextOffFen)}`,
  };
}

function winner({ wonBy }: TraceEntry, lead: Text): Text | undefined {
  return wonBy && { zh: `${lead.zh}「${wonBy.title.zh}」`, en: `${lead.en} “${wonBy.title.en}”` };
}
