import { z } from 'zod';
import { PHASE_KINDS } from './calendar.ts';
import { block, count, factor, id, say, scope, share, title, when } from './leaves.ts';

/** Expected visits: how many, on which days and hours, through which channels. */
export const traffic = block({
  visits: say(count, '访问量', 'visits over the campaign'),
  days: say(
    z.array(
      block({
        when: say(when, '哪些天', 'which days'),
        factor: say(factor, '倍数', 'times an ordinary day'),
      }),
    ),
    '日曲线',
    'days that are busier; the busiest rule of a day counts',
  ).optional(),
  hours: say(
    z.array(factor).length(24, { error: () => 'hours' }),
    '24 小时曲线',
    'weights of the 24 hours of a day',
  ).optional(),
  surges: say(
    z.array(
      block({ when: say(when, '何时', 'when'), factor: say(factor, '倍数', 'times the minute’s weight') }),
    ),
    '脉冲',
    'openings: minutes that are busier',
  ).optional(),
  channels: say(
    z
      .array(block({ channel: say(id, '渠道', 'channel'), share: say(share, '占比', 'share of visits') }))
      .min(1),
    '渠道占比',
    'where visits come from; shares sum to 100 %',
  ),
});

/** Sections of the venue page. */
export const venue = z.array(
  block({
    id: say(id, '编号', 'identifier'),
    title,
    scope: say(scope, '商品', 'products it shows'),
    phases: say(
      z.array(z.enum(PHASE_KINDS)).min(1),
      '阶段类型',
      'kinds of phase it is shown in; without it always',
    ).optional(),
    seasons: say(z.array(id).min(1), '季', 'seasons it is shown in; without it all').optional(),
  }),
);
