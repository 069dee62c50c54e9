import { z } from 'zod';
import { block, detail, from, id, point, points, say, target, text, title, until, words } from './leaves.ts';

/** A figure or a fact that the plan argues from. */
const fact = block({
  id: say(id, '编号', 'identifier'),
  kind: say(
    z.enum(['history', 'market', 'trend', 'challenge', 'opportunity', 'need', 'problem']),
    '类别',
    'what sort of fact it is',
  ),
  title,
  detail,
  figure: say(target, '数字', 'the figure, if one is given').optional(),
});

const zone = z.string({ error: () => 'zone' }).refine((name) => isZone(name), { error: () => 'zone' });

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const campaign = block({
  id: say(id, '活动编号', 'identifier of the campaign, kept over all editions'),
  title,
  slogan: say(text, '主主题', 'main theme as shown to shoppers').optional(),
  document: say(words, '来源文件', 'the planning document this plan writes out').optional(),
  year: say(z.number().int().min(2000).max(2100), '年份', 'year that MM-DD and lunar dates belong to'),
  zone: say(zone, '时区', 'IANA time zone; its days are the days of the plan'),
  from,
  until,
  precedence: say(z.number().int().min(0).max(1000), '优先级', 'which campaign wins where two overlap'),
  pricing: say(
    block({
      profile: say(z.enum(['tmall', 'jd', 'pdd', 'ownShop']), '叠加规则', 'stacking profile'),
      thresholds: say(
        z.enum(['parallel', 'progressive']),
        '门槛方式',
        'thresholds tested on item prices (parallel) or on the running amount (progressive)',
      ),
      minimumFen: say(
        z.union([z.literal(0), z.literal(1)]),
        '最低应付（分）',
        'least a cart can cost, in fen',
      ),
    }),
    '计价方式',
    'how prices stack',
  ),
  aims: say(points, '总体导向', 'what the campaign is for, in one line each'),
  background: say(z.array(fact), '背景', 'history, market, trends, challenges').optional(),
});

/** Main and sub-themes; a theme without `parent` is a main one. */
export const themes = z.array(
  block({
    id: say(id, '主题编号', 'identifier'),
    title,
    parent: say(id, '上级主题', 'the theme it belongs to').optional(),
    detail,
    ideas: say(z.array(point), '落地创意', 'how it is brought to life').optional(),
  }),
);
