import { z } from 'zod';
import { block, detail, id, lead, points, say, text, title } from './leaves.ts';

/** Looking back, and what the next plan takes from it. */
export const reviews = block({
  reports: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        after: say(lead, '活动后多久', 'how long after the campaign ends'),
        of: say(id, '哪个阶段或节点', 'phase or node it looks at; without it the campaign').optional(),
        detail,
      }),
    ),
    '报告',
    'reports and when they are due',
  ).optional(),
  dimensions: say(points, '复盘维度', 'what is looked at'),
  outputs: say(points, '输出', 'what comes out'),
  improvements: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        group: say(z.enum(['item', 'traffic', 'conversion']), '分组', 'item, traffic or conversion'),
        finding: say(text, '发现', 'what was found'),
        proposal: say(text, '改进', 'what to change'),
      }),
    ),
    '优化规则',
    'what follows from a finding',
  ).optional(),
  analysis: say(points, '分析方法', 'how figures are collected and read'),
  next: say(points, '下一次', 'how the next plan is made'),
});
