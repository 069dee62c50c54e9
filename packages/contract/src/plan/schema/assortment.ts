import { z } from 'zod';
import {
  block,
  count,
  detail,
  duration,
  factor,
  id,
  lead,
  moment,
  point,
  points,
  positive,
  say,
  share,
  text,
  title,
} from './leaves.ts';

/** Shops that take part, the words for products, the mix of the shelf, and how it is chosen and kept in stock. */
export const shops = z.array(
  block({
    id: say(id, '店铺编号', 'identifier'),
    title,
    categories: say(z.array(id), '主营品类', 'what it sells').optional(),
  }),
);

export const assortment = block({
  categories: say(
    z.array(block({ id: say(id, '品类编号', 'identifier'), title })).min(1),
    '品类',
    'categories on sale',
  ),
  tags: say(
    z.array(block({ id: say(id, '标签编号', 'identifier'), title, detail })),
    '商品标签',
    'tags on products',
  ).optional(),
  committee: say(
    block({
      title,
      seats: say(z.array(id), '席位（小组）', 'squads with a seat').optional(),
      quorum: say(positive, '法定人数', 'votes needed').optional(),
      vetoBy: say(id, '一票否决', 'squad with a veto').optional(),
      detail,
    }),
    '选品委员会',
    'selection committee',
  ).optional(),
  mix: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        share: say(share, '占比', 'share of the slots').optional(),
        topSales: say(share, '销售前百分之', 'top share by sales that counts as a hit').optional(),
        tag: say(id, '标签', 'tag that its products carry').optional(),
        detail,
      }),
    ),
    '商品结构',
    'mix of hits, new items and long tail; shares sum to 100 %',
  ).optional(),
  principles: say(points, '选品原则', 'principles of selection'),
  analysis: say(points, '品类分析', 'how hot categories are found'),
  hotCategories: say(z.array(id), '热门品类', 'hot categories').optional(),
  quality: say(points, '质量控制', 'supplier review, inspection, re-inspection'),
  launches: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        category: say(id, '品类', 'category').optional(),
        on: say(moment, '上市时间', 'launch date').optional(),
        channels: say(z.array(id), '渠道', 'channels').optional(),
        promotion: say(text, '推广支持', 'how it is promoted').optional(),
        detail,
      }),
    ),
    '新品发布',
    'launches of new items',
  ).optional(),
  research: say(points, '新品研发', 'planning and development of new items'),
  supply: say(
    block({
      lockBefore: say(lead, '提前锁定', 'how long before the campaign supply is locked').optional(),
      contract: say(text, '协议', 'kind of contract').optional(),
      detail,
    }),
    '供应链',
    'how supply is secured',
  ).optional(),
  inventory: say(
    block({
      alerts: say(
        z.array(
          block({
            grade: say(z.enum(['blue', 'yellow', 'red', 'black']), '级别', 'grade'),
            below: say(share, '低于', 'when less than this share of the allotment is left').optional(),
            actions: say(z.array(point), '动作', 'what happens').optional(),
          }),
        ),
        '红黄蓝预警',
        'graded stock alerts',
      ).optional(),
      lead: say(
        block({
          days: say(factor, '到货天数', 'days from an order to the shelf'),
          deviation: say(factor, '到货波动天数', 'standard deviation of them in days').optional(),
        }),
        '补货周期',
        'how long a supplier takes',
      ).optional(),
      serviceLevel: say(
        z.enum(['90%', '95%', '97.5%', '99%']),
        '服务水平',
        'how often demand is met while goods are on their way',
      ).optional(),
      safetyDays: say(factor, '安全库存天数', 'days of cover kept').optional(),
      reorderBelow: say(share, '补货点', 'reorder below this share').optional(),
      turnoverDays: say(positive, '周转天数', 'target days of turnover').optional(),
      practices: say(points, '库存策略', 'how stock is kept'),
    }),
    '库存管理',
    'stock',
  ).optional(),
  brands: say(points, '品牌合作', 'co-operation with brands'),
});

/** Member tiers; a tier's benefits are promotions whose audience names it. */
export const members = block({
  tiers: say(
    z
      .array(
        block({
          id: say(id, '等级编号', 'identifier'),
          title,
          growth: say(count, '所需成长值', 'growth value needed').optional(),
          keepFor: say(lead, '保级期', 'how long it is kept').optional(),
          benefit: say(text, '权益', 'what it gets').optional(),
        }),
      )
      .min(1),
    '会员等级',
    'tiers, lowest first',
  ),
  winBackAfter: say(
    duration,
    '流失判定',
    'without an order this long, a shopper is to be won back',
  ).optional(),
  retention: say(points, '留存与长期价值', 'how members stay, and what they are worth in the long run'),
  profile: say(text, '画像', 'what profiles are used for').optional(),
});
