import { z } from 'zod';
import { block, detail, id, points, say, share, text, title } from './leaves.ts';

/** Others' campaigns, plays and technology, and our answer. */
export const competitors = block({
  board: say(
    z.array(
      block({
        id: say(id, '竞品编号', 'identifier'),
        title,
        strategy: say(text, '策略', 'what it does'),
        answer: say(text, '我们的应对', 'our answer').optional(),
      }),
    ),
    '竞品',
    'competitors',
  ).optional(),
  plays: say(points, '创新玩法', 'plays seen at competitors'),
  technology: say(
    z.array(
      block({
        id: say(id, '技术编号', 'identifier'),
        title,
        cells: say(
          z
            .array(
              block({
                competitor: say(id, '竞品', 'competitor'),
                state: say(text, '现状', 'state of it'),
                share: say(share, '覆盖', 'coverage').optional(),
              }),
            )
            .min(1),
          '对比',
          'one cell per competitor',
        ),
      }),
    ),
    '技术成熟度',
    'matrix of technology',
  ).optional(),
  lessons: say(points, '借鉴与差异化', 'lessons and what sets us apart'),
  practice: say(
    z.array(block({ id: say(id, '编号', 'identifier'), title, detail })),
    '竞争分析方法',
    'how competitors are studied',
  ).optional(),
});
