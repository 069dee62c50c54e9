import { z } from 'zod';
import {
  block,
  clock,
  detail,
  duration,
  id,
  lead,
  percent,
  point,
  points,
  positive,
  say,
  share,
  text,
  title,
} from './leaves.ts';

/** Who does it, how they are prepared, when they are on duty, and how shoppers are served. */
export const team = block({
  title: say(text, '名称', 'what the team is called').optional(),
  squads: say(
    z
      .array(
        block({
          id: say(id, '小组编号', 'identifier'),
          title,
          people: say(positive, '人数', 'people').optional(),
          detail,
        }),
      )
      .min(1),
    '小组',
    'squads',
  ),
  training: say(
    block({
      before: say(lead, '提前多久', 'how long before it is done').optional(),
      topics: say(
        z.array(block({ id: say(id, '编号', 'identifier'), title, squad: say(id, '小组', 'squad'), detail })),
        '培训内容',
        'what is trained',
      ).optional(),
    }),
    '培训',
    'training',
  ).optional(),
  duty: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        squad: say(id, '小组', 'squad'),
        shifts: say(
          z.array(
            block({
              from: say(clock, '从', 'from'),
              to: say(clock, '到', 'to'),
              people: say(positive, '人数', 'people').optional(),
            }),
          ),
          '班次',
          'shifts',
        ).optional(),
        coverage: say(z.enum(['7x24', 'office', 'event']), '覆盖', 'when it is covered').optional(),
        acknowledge: say(duration, '响应时限', 'time to acknowledge').optional(),
      }),
    ),
    '值班',
    'duty',
  ).optional(),
  safeguards: say(points, '执行保障', 'what the running of it rests on'),
});

export const service = block({
  hours: say(z.enum(['24h', 'office']), '服务时间', 'hours of service').optional(),
  channels: say(
    z.array(block({ id: say(id, '编号', 'identifier'), title })),
    '服务渠道',
    'ways to reach service',
  ).optional(),
  answerWithin: say(duration, '人工响应', 'time to a first answer').optional(),
  selfService: say(share, '自助解决率', 'share solved without a person').optional(),
  headcount: say(positive, '人工客服人数', 'people at peak').optional(),
  ai: say(points, '智能客服', 'service by AI'),
  people: say(points, '人工客服', 'service by people'),
  personal: say(points, '个性化服务', 'service by need and habit'),
  feedback: say(points, '用户反馈', 'how feedback is collected and used'),
  afterSales: say(points, '售后', 'after-sales'),
  returnRateCap: say(percent, '退货率上限', 'return rate that alarms').optional(),
  escalation: say(z.array(point), '升级路径', 'how a case rises').optional(),
});
