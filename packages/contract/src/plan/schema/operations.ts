import { z } from 'zod';
import { block, detail, id, points, say, text, title } from './leaves.ts';

/** Operation by data: what is watched in each stretch of the sale, and what follows from it. */
export const operations = z.array(
  block({
    id: say(id, '编号', 'identifier'),
    title,
    stage: say(z.enum(['presale', 'burst', 'review', 'always']), '时期', 'stretch of the sale'),
    signals: say(points, '信号', 'what is watched'),
    actions: say(points, '动作', 'what follows'),
    words: say(text, '文案', 'what the shopper reads').optional(),
    promotion: say(id, '关联促销', 'promotion that it sends').optional(),
    detail,
  }),
);
