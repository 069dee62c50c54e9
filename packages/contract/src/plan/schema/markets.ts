import { z } from 'zod';
import { block, detail, flag, id, points, say, title } from './leaves.ts';

/** Where it is sold. */
export const markets = z.array(
  block({
    id: say(id, '市场编号', 'identifier'),
    title,
    countries: say(
      z.array(say(z.string().regex(/^[A-Z]{2}$/, { error: () => 'country' }), '国家', 'country')),
      '国家代码',
      'ISO 3166 codes',
    ).optional(),
    currency: say(
      z.string().regex(/^[A-Z]{3}$/, { error: () => 'currency' }),
      '货币',
      'ISO 4217 code',
    ).optional(),
    open: say(flag, '是否开放', 'is it sold to').optional(),
    demands: say(points, '需求', 'what people there want'),
    detail,
  }),
);
