import { formatFen, formatFenBrief } from '../money/index.ts';
import type { FailedCondition, Text, TracedGift, TraceEntry } from './types.ts';

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
      return entry.opensAt === undefined
        ? { zh: '活动已结束', en: 'This offer is over' }
        : { zh: '不在活动时间内，还会再开放', en: 'Not running at this time; it opens again' };
    case 'noEligibleLine':
      return { zh: '所选商品不参加此活动', en: 'None of these items takes part' };
    case 'audienceMismatch':
      return forWhom(entry.failed ?? null);
    case 'excludedByFlash':
      return { zh: '秒杀商品不参加此活动', en: 'Flash-sale items do not take part' };
    case 'excludedByPresale':
      return { zh: '预售商品已享付定立减', en: 'A pre-sale already has its own reduction' };
    case 'aboveBalance':
      return { zh: '尾款须大于券面额', en: 'The balance must exceed the face value of the coupon' };
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
      return entry.layer === 'access'
        ? { zh: '现在已对所有人开放', en: 'It is open to everybody by now' }
        : { zh: '已没有可减的金额', en: 'There is nothing left to take off' };
    case 'notThrough':
      return {
        zh: '仅限从对应的直播间或拼团购买',
        en: 'Only for items bought out of its live room or in its group',
      };
    case 'giftsGone':
      return { zh: '赠品已送完', en: 'The gifts are gone' };
    case 'limitReached':
      return {
        zh: '您在本次大促中已享受过，每人限量',
        en: 'You have had it in this sale; there is a limit per person',
      };
    case 'notAsked':
      return notAsked(entry);
    case 'notEnoughPoints':
      return points(entry, {
        zh: (missing) => `积分不足，还差${missing}积分`,
        en: (missing) => `Not enough points: ${missing} more needed`,
      });
    case 'belowPointsStep':
      return points(entry, {
        zh: (missing) => `本单可用积分不到起用数量，还差${missing}积分`,
        en: (missing) =>
          `The order is too small for points: they could pay ${missing} points less than the smallest use`,
      });
  }
}

function applied(entry: TraceEntry): Text {
  const done = doneBy(entry);
  if (entry.nextGift) {
    const ahead = giftAhead(entry);
    if (ahead) return { zh: `${done.zh}，${ahead.zh}`, en: `${done.en}. ${ahead.en}` };
  }
  if (entry.missingFen === undefined || entry.nextOffFen === undefined) return done;
  return {
    zh: `${done.zh}，再买${formatFenBrief(entry.missingFen)}，共减${formatFenBrief(entry.nextOffFen)}`,
    en: `${done.en}. Add ${formatFen(entry.missingFen)} to save ${formatFen(entry.nextOffFen)} in all`,
  };
}

/** What an offer that applied has done, each layer in its own words. */
function doneBy({ layer, discountFen, gift, chargedFen = 0, usedPoints }: TraceEntry): Text {
  const [brief, full] = [formatFenBrief(discountFen), formatFen(discountFen)];
  switch (layer) {
    case 'freight':
      return { zh: `已免运费${brief}`, en: `Freight of ${full} waived` };
    case 'gift':
      return gift
        ? { zh: `已赠${pieces(gift).zh}`, en: `You get ${pieces(gift).en}` }
        : { zh: '已赠', en: 'You get the gift' };
    case 'points':
      return usedPoints === undefined
        ? { zh: `已减${brief}`, en: `You save ${full}` }
        : { zh: `已用${usedPoints}积分抵${brief}`, en: `${usedPoints} points pay ${full}` };
    case 'subsidy':
      return { zh: `已享政府补贴${brief}`, en: `Government subsidy of ${full}` };
    case 'service':
      return chargedFen === 0
        ? { zh: '已含此服务', en: 'This service is included' }
        : { zh: `已加购，${formatFenBrief(chargedFen)}`, en: `Added for ${formatFen(chargedFen)}` };
    case 'access':
      return { zh: '您现在可以购买', en: 'You may buy it now' };
    default:
      return { zh: `已减${brief}`, en: `You save ${full}` };
  }
}

function pieces({ title, quantity }: TracedGift): Text {
  return quantity === 1
    ? { zh: `「${title.zh}」`, en: `“${title.en}”` }
    : { zh: `「${title.zh}」${quantity}件`, en: `${quantity} × “${title.en}”` };
}

function giftAhead({ missingFen, nextGift }: TraceEntry): Text | undefined {
  if (missingFen === undefined || nextGift === undefined) return undefined;
  const gift = pieces(nextGift);
  return {
    zh: `再买${formatFenBrief(missingFen)}，送${gift.zh}`,
    en: `Add ${formatFen(missingFen)} to get ${gift.en}`,
  };
}

function stepAhead(entry: TraceEntry): Text | undefined {
  const { missingFen, nextOffFen, layer } = entry;
  if (layer === 'gift') return giftAhead(entry);
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

function notAsked({ layer, chargedFen, perOrder }: TraceEntry): Text {
  if (layer === 'points') return { zh: '未使用积分', en: 'No points were used' };
  if (chargedFen === undefined) return { zh: '未选购此服务', en: 'This service was not chosen' };
  if (perOrder)
    return {
      zh: `未选购此服务（每单${formatFenBrief(chargedFen)}起）`,
      en: `This service was not chosen (from ${formatFen(chargedFen)} an order)`,
    };
  return {
    zh: `未选购此服务（每件${formatFenBrief(chargedFen)}）`,
    en: `This service was not chosen (${formatFen(chargedFen)} each)`,
  };
}

type PointsWords = { zh(missing: number): string; en(missing: number): string };

function points({ missingPoints = 0 }: TraceEntry, words: PointsWords): Text {
  return { zh: words.zh(missingPoints), en: words.en(missingPoints) };
}

/** Which condition on the shopper failed, and by how much where it can be counted. */
/** Where shoppers come from, as the plans name it. */
const CHANNELS: Readonly<Record<string, Text>> = {
  wechat: { zh: '微信', en: 'WeChat' },
  weibo: { zh: '微博', en: 'Weibo' },
  douyin: { zh: '抖音', en: 'Douyin' },
  xiaohongshu: { zh: '小红书', en: 'Xiaohongshu' },
  kuaishou: { zh: '快手', en: 'Kuaishou' },
  bilibili: { zh: '哔哩哔哩', en: 'Bilibili' },
  app: { zh: 'App', en: 'the app' },
  offline: { zh: '线下活动', en: 'an offline event' },
};

function channels(wanted: readonly string[]): Text {
  const names = wanted.map((channel) => CHANNELS[channel]);
  if (names.length === 0 || names.some((name) => name === undefined))
    return { zh: '仅限指定渠道', en: 'Only through selected channels' };
  return {
    zh: `仅限从${names.map((name) => name!.zh).join('、')}进入的顾客`,
    en: `Only for visits from ${names.map((name) => name!.en).join(' or ')}`,
  };
}

/** Whom something is for, by the condition that a shopper does not meet. */
export function forWhom(failed: FailedCondition | null): Text {
  switch (failed?.kind) {
    case 'memberTiers':
      return { zh: '仅限指定等级的会员', en: 'For members of selected tiers only' };
    case 'newcomer':
      return failed.wanted
        ? { zh: '仅限首次下单的新客', en: 'For the first order of new customers only' }
        : { zh: '仅限下过单的老客', en: 'For customers who have ordered before only' };
    case 'idleDays':
      return {
        zh: `仅限${failed.wanted}天未下单的顾客，还差${failed.missing}天`,
        en: `For customers without an order for ${failed.wanted} days; ${failed.missing} to go`,
      };
    case 'channels':
      return channels(failed.wanted);
    case 'qualifications':
      return { zh: '需先取得资格', en: 'Needs a qualification that you have to obtain first' };
    case 'regions':
      return { zh: '仅限送往指定地区的订单', en: 'Only for orders to selected regions' };
    case undefined:
      return { zh: '仅限指定人群', en: 'For selected shoppers only' };
  }
}

function winner({ wonBy }: TraceEntry, lead: Text): Text | undefined {
  return wonBy && { zh: `${lead.zh}「${wonBy.title.zh}」`, en: `${lead.en} “${wonBy.title.en}”` };
}
