import { z } from 'zod';
import { assortment, members, shops } from './assortment.ts';
import { budget } from './budget.ts';
import { calendar } from './calendar.ts';
import { campaign, themes } from './campaign.ts';
import { capacity } from './capacity.ts';
import { competitors } from './competitors.ts';
import { experiences } from './experience.ts';
import { goals, indicators } from './goals.ts';
import { block, points, say } from './leaves.ts';
import { liveRooms } from './live.ts';
import { logistics } from './logistics.ts';
import { markets } from './markets.ts';
import { operations } from './operations.ts';
import { promotions } from './promotions.ts';
import { channels, content, kol, offline } from './reach.ts';
import { reviews } from './reviews.ts';
import { risks } from './risks.ts';
import { service, team } from './team.ts';
import { traffic, venue } from './traffic.ts';

/** The whole plan file. Only what a sale cannot run without is required; what a document does not say may be absent. */
export const planSchema = block({
  format: say(z.literal(1), '格式版本', 'version of this notation'),
  campaign: say(campaign, '活动', 'the campaign'),
  approaches: say(
    points,
    '总体思路',
    'the idea behind each chapter: layers of promotions, scenes, traffic, data',
  ),
  themes: say(themes, '主题', 'themes').optional(),
  calendar: say(calendar, '日历', 'seasons, phases, nodes'),
  goals: say(goals, '目标', 'goals').optional(),
  indicators: say(indicators, '核心指标', 'indicators of the review').optional(),
  shops: say(shops, '参与店铺', 'shops that take part').optional(),
  members: say(members, '会员', 'member tiers').optional(),
  assortment: say(assortment, '商品', 'assortment, stock, supply').optional(),
  promotions: say(promotions, '促销', 'promotions in three layers').optional(),
  experiences: say(experiences, '体验创新', 'innovations a shopper meets').optional(),
  liveRooms: say(liveRooms, '直播', 'live rooms').optional(),
  channels: say(channels, '渠道', 'channels').optional(),
  content: say(content, '内容', 'content').optional(),
  kol: say(kol, '达人', 'opinion leaders').optional(),
  offline: say(offline, '线下', 'offline').optional(),
  operations: say(operations, '数据驱动运营', 'operation by data').optional(),
  team: say(team, '团队', 'team').optional(),
  service: say(service, '客服', 'customer service').optional(),
  logistics: say(logistics, '物流', 'logistics').optional(),
  capacity: say(capacity, '技术与容量', 'technology and capacity').optional(),
  budget: say(budget, '预算', 'budget').optional(),
  competitors: say(competitors, '竞品', 'competitors').optional(),
  markets: say(markets, '市场', 'markets').optional(),
  risks: say(risks, '风险', 'risks and contingency plans').optional(),
  reviews: say(reviews, '复盘', 'reviews').optional(),
  retention: say(points, '长期价值', 'what stays after the sale'),
  traffic: say(traffic, '流量', 'expected traffic').optional(),
  venue: say(venue, '会场', 'sections of the venue page').optional(),
});

/** A plan as read: amounts in fen, rates in basis points, durations in milliseconds; dates still as written. */
export type Plan = z.output<typeof planSchema>;
