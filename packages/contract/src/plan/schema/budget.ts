import { z } from 'zod';
import { block, detail, id, money, say, share, title } from './leaves.ts';

/** Where the money goes. Shares sum to 100 %. */
export const budget = block({
  total: say(money, '总预算', 'all of it').optional(),
  lines: say(
    z
      .array(
        block({
          id: say(z.enum(['promotion', 'activity', 'contingency', 'other']), '科目', 'budget line'),
          title,
          share: say(share, '占比', 'share of the total'),
          detail,
        }),
      )
      .min(1),
    '科目',
    'budget lines',
  ),
  reserves: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        line: say(id, '科目', 'the line it is part of'),
        amount: say(money, '金额', 'amount').optional(),
        detail,
      }),
    ),
    '弹性支出',
    'flexible reserves',
  ).optional(),
  approvals: say(
    z.number().int().min(1).max(5),
    '动用应急需几人批',
    'approvals to touch the contingency',
  ).optional(),
  alertsAt: say(z.array(share).min(1), '花费预警', 'spend at which people are told').optional(),
});
