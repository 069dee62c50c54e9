import { z } from 'zod';
import { block, detail, id, moment, money, say, text, title } from './leaves.ts';

/** Innovations that a shopper meets: try-on, nutritionist, metaverse, tracing … */
export const experiences = z.array(
  block({
    id: say(id, '编号', 'identifier'),
    title,
    kind: say(
      z.enum([
        'tryOn',
        'nutritionist',
        'metaverse',
        'service',
        'traceability',
        'recommendation',
        'guide',
        'game',
        'zone',
        'hall',
        'parcel',
        'tasteHall',
        'capsule',
      ]),
      '类型',
      'what it is',
    ),
    line: say(
      z.enum(['technology', 'green', 'feeling']),
      '主线：科技赋能 / 绿色消费 / 情感共鸣',
      'the line it belongs to: technology, green consumption, or feeling',
    ).optional(),
    place: say(text, '在哪里', 'where it is met').optional(),
    opensOn: say(moment, '上线日', 'day it opens').optional(),
    cost: say(money, '投入', 'resources put in').optional(),
    promotion: say(id, '关联促销', 'promotion it belongs to').optional(),
    detail,
  }),
);
