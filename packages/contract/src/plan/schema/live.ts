import { z } from 'zod';
import { block, clock, detail, id, points, positive, say, text, title } from './leaves.ts';

/** Live rooms: who speaks, about what, when, and what viewers can do. */
export const liveRooms = block({
  rooms: say(
    z.array(
      block({
        id: say(id, '直播间编号', 'identifier'),
        title,
        kind: say(z.enum(['star', 'koc', 'brand', 'ceo', 'factory', 'store', 'kol']), '类型', 'who speaks'),
        categories: say(z.array(id), '垂类', 'categories').optional(),
        phase: say(id, '阶段', 'phase').optional(),
        at: say(z.array(clock), '开播时刻', 'times it goes on air').optional(),
        sessions: say(positive, '场次', 'how many times').optional(),
        detail,
      }),
    ),
    '直播间',
    'rooms',
  ).optional(),
  plays: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        kind: say(z.enum(['quiz', 'shareDraw', 'danmaku', 'coupon']), '玩法', 'play'),
        detail,
      }),
    ),
    '互动玩法',
    'what viewers can do',
  ).optional(),
  ticker: say(
    block({ text: say(text, '文案', 'words of the ticker'), detail }),
    '滚动播报',
    'rolling sales ticker',
  ).optional(),
  principles: say(points, '思路', 'why and how'),
});
