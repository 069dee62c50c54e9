import { z } from 'zod';
import { METRICS } from './goals.ts';
import {
  block,
  clock,
  count,
  detail,
  flag,
  id,
  lead,
  moment,
  money,
  percent,
  points,
  positive,
  say,
  target,
  text,
  title,
  words,
} from './leaves.ts';

/** Channels, private traffic, content, opinion leaders, offline: how people hear of the sale. */

export const CONTENT_FORMATS = [
  'article',
  'pictureText',
  'shortVideo',
  'longVideo',
  'live',
  'topic',
  'challenge',
  'ad',
  'film',
  'poster',
  'push',
  'event',
  'leaflet',
] as const;
const format = z.enum(CONTENT_FORMATS);

export const channels = z.array(
  block({
    id: say(id, '渠道编号', 'identifier'),
    title,
    side: say(z.enum(['online', 'offline']), '线上/线下', 'online or offline'),
    sort: say(
      z.enum(['social', 'private', 'owned', 'offline', 'paid']),
      '类别',
      'what sort of channel',
    ).optional(),
    formats: say(z.array(format), '形式', 'formats it carries').optional(),
    purpose: say(text, '目标', 'what it is for').optional(),
    metric: say(z.enum(METRICS), '指标', 'how it is measured').optional(),
    target: say(target, '目标值', 'target').optional(),
    cost: say(money, '预算', 'spend').optional(),
    activities: say(
      z.array(
        block({
          id: say(id, '编号', 'identifier'),
          title,
          format: say(format, '形式', 'format').optional(),
          phase: say(id, '阶段', 'phase').optional(),
          node: say(id, '节点', 'node').optional(),
          at: say(z.array(clock), '每日时刻', 'times of the day').optional(),
          promotion: say(id, '关联促销', 'promotion it gives').optional(),
          detail,
        }),
      ),
      '活动',
      'what is done there',
    ).optional(),
    detail,
  }),
);

export const content = block({
  framework: say(text, '整体框架', 'the framework in one line').optional(),
  matrix: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        formats: say(z.array(format), '形式', 'formats').optional(),
        channels: say(z.array(id), '渠道', 'channels').optional(),
        detail,
      }),
    ),
    '内容矩阵',
    'lines of content',
  ).optional(),
  pieces: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        format: say(format, '形式', 'format'),
        channel: say(id, '渠道', 'channel'),
        publishOn: say(moment, '发布日', 'day of publication').optional(),
        hiddenCoupon: say(id, '隐藏优惠券', 'coupon hidden in it').optional(),
        sells: say(z.array(id), '带货品类', 'categories it sells').optional(),
        detail,
      }),
    ),
    '内容作品',
    'single pieces, guides and lists',
  ).optional(),
  creatives: say(points, '创意广告', 'advertising films and creatives'),
  personal: say(points, '定制化推送', 'content by interest'),
  ugc: say(points, 'UGC 用户内容', 'content made by shoppers'),
});

export const kol = block({
  tiers: say(
    z
      .array(
        block({
          id: say(z.enum(['head', 'middle', 'amateur', 'koc']), '层级', 'tier'),
          title,
          purpose: say(text, '目标', 'what it is for').optional(),
          people: say(positive, '人数', 'people').optional(),
          followersFrom: say(count, '粉丝数起', 'followers from').optional(),
          fee: say(money, '人均费用', 'fee each').optional(),
          commission: say(percent, '佣金', 'commission').optional(),
          categories: say(z.array(id), '垂类', 'categories').optional(),
        }),
      )
      .min(1),
    'KOL 层级',
    'tiers of opinion leaders',
  ),
  forms: say(
    z.array(
      block({
        id: say(z.enum(['live', 'shortVideo', 'pictureText', 'trial']), '形式', 'form'),
        title,
        purpose: say(text, '目标', 'what it is for').optional(),
      }),
    ),
    '合作形式',
    'forms of co-operation',
  ).optional(),
  attributionWindow: say(lead, '归因窗口', 'how long an order counts for them').optional(),
});

export const offline = block({
  places: say(
    z.array(
      block({
        id: say(id, '编号', 'identifier'),
        title,
        kind: say(
          z.enum(['experienceStore', 'popUp', 'store', 'campus', 'office', 'community', 'street']),
          '类型',
          'what sort of place',
        ),
        cities: say(z.array(words), '城市', 'cities').optional(),
        count: say(positive, '数量', 'how many').optional(),
        promotion: say(id, '扫码领券', 'coupon of its QR code').optional(),
        ar: say(flag, 'AR 互动', 'with AR').optional(),
        detail,
      }),
    ),
    '线下触点',
    'places',
  ).optional(),
  o2o: say(points, 'O2O 线上线下', 'online and offline joined'),
  activities: say(points, '线下活动', 'what happens offline'),
});
