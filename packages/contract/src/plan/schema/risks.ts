import { z } from 'zod';
import { METRICS } from './goals.ts';
import { block, detail, duration, id, point, points, say, score, share, text, title } from './leaves.ts';

/** The risk matrix and the graded answers to it. */
const graded = block({
  grade: say(z.enum(['blue', 'yellow', 'red', 'black']), '级别', 'grade'),
  below: say(share, '低于', 'stock below this share').optional(),
  when: say(text, '触发条件', 'what raises it').optional(),
  within: say(duration, '时限', 'time to act').optional(),
  actions: say(z.array(point).min(1), '动作', 'what is done').optional(),
  words: say(text, '话术', 'what the shopper reads').optional(),
});

export const risks = block({
  framework: say(text, '全景', 'what the matrix is for').optional(),
  matrix: say(
    z
      .array(
        block({
          id: say(id, '风险编号', 'identifier'),
          title,
          kind: say(
            z.enum([
              'technology',
              'supply',
              'marketing',
              'service',
              'dataSecurity',
              'policy',
              'opinion',
              'logistics',
            ]),
            '类别',
            'what sort of risk',
          ),
          owner: say(id, '负责小组', 'squad that owns it').optional(),
          likelihood: say(score, '可能性 1–5', 'likelihood 1–5').optional(),
          impact: say(score, '影响 1–5', 'impact 1–5').optional(),
          metric: say(z.enum(METRICS), '监测指标', 'metric that gives it away').optional(),
          threats: say(z.array(point), '风险点', 'what can happen').optional(),
          measures: say(points, '应对', 'what is done about it'),
          plan: say(z.array(graded), '分级预案', 'graded contingency plan').optional(),
          detail,
        }),
      )
      .min(1),
    '风险',
    'risks',
  ),
});
