import type { ReplayDocument } from '@dacu/contract/api';
import type { Words } from './command.ts';

/** What `dacu replay` calls things. */
export const HEADS = {
  zh: {
    ...{
      list: '标价',
      goods: '商品实付',
      freight: '运费',
      services: '增值服务',
      pay: '合计实付',
      margin: '商家毛利',
      off: '优惠',
    },
    ...{ layer: '层', funder: '承担方', past: '当时', draft: '草稿', change: '变化' },
  },
  en: {
    ...{
      list: 'List price',
      goods: 'Paid for goods',
      freight: 'Freight',
      services: 'Services',
      pay: 'Paid in all',
      margin: 'Margin of the shops',
    },
    ...{
      off: 'Discounts',
      layer: 'Layer',
      funder: 'Paid by',
      past: 'Then',
      draft: 'Draft',
      change: 'Change',
    },
  },
} as const;
export const FUNDER_ORDER = ['platform', 'seller', 'brand', 'government', 'channel'];
export const FUNDERS: Readonly<Record<string, Words>> = {
  platform: { zh: '平台', en: 'platform' },
  seller: { zh: '商家', en: 'seller' },
  brand: { zh: '品牌', en: 'brand' },
  government: { zh: '政府', en: 'government' },
  channel: { zh: '渠道', en: 'channel' },
};
export const LAYERS: Readonly<Record<string, Words>> = {
  itemPrice: { zh: '单品价', en: 'item price' },
  itemCut: { zh: '单品立减', en: 'item cut' },
  storeReduction: { zh: '店铺满减', en: 'store reduction' },
  storeCoupon: { zh: '店铺券', en: 'store coupon' },
  crossStore: { zh: '跨店满减', en: 'cross-store' },
  platformCoupon: { zh: '平台券', en: 'platform coupon' },
  member: { zh: '会员', en: 'member' },
  subsidy: { zh: '补贴', en: 'subsidy' },
  redPacket: { zh: '红包', en: 'red packet' },
  points: { zh: '积分', en: 'points' },
};
export const DIMENSIONS: Readonly<Record<ReplayDocument['segments'][number]['dimension'], Words>> = {
  memberTier: { zh: '按会员等级', en: 'By member tier' },
  newcomer: { zh: '按新老客', en: 'By first order' },
  channel: { zh: '按渠道', en: 'By channel' },
  basket: { zh: '按购物车标价', en: 'By basket at list price' },
  category: { zh: '按类目（每单中属于该类目的部分）', en: 'By category (the part of each order in it)' },
  shop: { zh: '按店铺（商品与运费）', en: 'By shop (goods and freight)' },
};
export const LEFT_OUT: Readonly<Record<ReplayDocument['leftOut'][number]['reason'], Words>> = {
  noPhase: { zh: '草稿没有对应的阶段', en: 'the draft has no such phase' },
  outside: { zh: '时刻不在草稿的活动期内', en: 'the instant lies outside the draft’s campaign' },
  closed: {
    zh: '草稿的专享优惠不让这位顾客此时购买',
    en: 'an exclusive sale of the draft holds an item back from this shopper',
  },
};
export const AT: Readonly<Record<ReplayDocument['assumptions']['at'], Words>> = {
  phase: {
    zh: '时刻：草稿同一阶段的相同位置',
    en: 'instants: the same place in the same phase of the draft',
  },
  same: { zh: '时刻：不变', en: 'instants: the very same' },
};
export const COUPONS: Readonly<Record<ReplayDocument['assumptions']['coupons'], Words>> = {
  used: { zh: '券：当时用掉的', en: 'coupons: those that were used' },
  held: { zh: '券：当时手里的', en: 'coupons: all that were in hand' },
  issued: { zh: '券：草稿公开发放的', en: 'coupons: what the draft offers to anybody like this' },
  none: { zh: '券：不用', en: 'coupons: none' },
};
export const STOPS: Readonly<Record<ReplayDocument['assumptions']['stops'], Words>> = {
  caps: { zh: '预算：按草稿累计，用完即停', en: "budgets: the draft's own, spent along the orders" },
  past: { zh: '停用：与当时相同', en: 'stopped: what was stopped then' },
  none: { zh: '预算：不限', en: 'budgets: without end' },
};
