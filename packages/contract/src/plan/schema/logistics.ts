import { z } from 'zod';
import {
  block,
  detail,
  duration,
  flag,
  id,
  money,
  percent,
  points,
  positive,
  say,
  text,
  title,
} from './leaves.ts';

/** Carriers, promises, compensation, freight, and how orders are processed. */
export const logistics = block({
  carriers: say(
    z.array(
      block({
        id: say(id, '承运商编号', 'identifier'),
        title,
        priorityAgreement: say(flag, '优先级协议', 'has a priority agreement').optional(),
        green: say(flag, '绿色包裹', 'carries returnable packaging').optional(),
        detail,
      }),
    ),
    '承运商',
    'carriers',
  ).optional(),
  shipWithin: say(duration, '发货时限', 'promise to ship').optional(),
  deliverWithin: say(duration, '送达时限', 'promise to deliver').optional(),
  remote: say(
    block({
      regions: say(
        z.array(
          block({
            region: say(id, '地区码（省级六位）', 'province code'),
            title,
            surcharge: say(money, '附加运费', 'surcharge').optional(),
          }),
        ),
        '偏远地区',
        'remote regions',
      ).optional(),
      method: say(text, '方式', 'how parcels get there').optional(),
    }),
    '偏远地区',
    'remote areas',
  ).optional(),
  compensation: say(
    block({
      late: say(text, '延迟赔付', 'what a late parcel gets').optional(),
      share: say(percent, '赔付比例', 'share of the net amount').optional(),
      min: say(money, '最低', 'least').optional(),
      max: say(money, '最高', 'most').optional(),
      automatic: say(flag, '自动赔付', 'paid without asking').optional(),
    }),
    '延迟补偿',
    'compensation of late parcels',
  ).optional(),
  tracking: say(points, '物流进度', 'what the shopper sees'),
  processing: say(points, '订单处理', 'how orders are processed and tracked'),
  partners: say(points, '物流合作', 'co-operation with carriers'),
  freight: say(
    block({
      base: say(money, '运费', 'freight of a shop’s parcel'),
      freeFrom: say(money, '满额包邮', 'free from this amount').optional(),
      basis: say(
        z.enum(['afterDiscount', 'itemPrice']),
        '门槛按',
        'amount after discounts or on item prices',
      ).optional(),
    }),
    '默认运费',
    'freight of shops that state none',
  ).optional(),
  pickup: say(
    block({
      keepFor: say(duration, '保留时间', 'how long it waits').optional(),
      points: say(positive, '自提点', 'pick-up points').optional(),
      detail,
    }),
    '自提',
    'pick-up',
  ).optional(),
  practices: say(points, '其他', 'other practices'),
});
