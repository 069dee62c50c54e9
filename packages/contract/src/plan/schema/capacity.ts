import { z } from 'zod';
import {
  block,
  count,
  detail,
  duration,
  factor,
  id,
  moment,
  point,
  points,
  positive,
  say,
  storage,
  text,
  title,
} from './leaves.ts';

/** What it runs on, what it must hold, how that is tried, and how it is kept safe. */
const layer = block({
  id: say(id, '编号', 'identifier'),
  title,
  modules: say(z.array(point), '组成', 'its parts').optional(),
  detail,
});

const drill = block({
  id: say(id, '演练编号', 'identifier'),
  title,
  kind: say(
    z.enum(['load', 'burst', 'singlePoint', 'security', 'ddos', 'backup', 'failover', 'emergency']),
    '类型',
    'what is tried',
  ),
  on: say(moment, '日期', 'when').optional(),
  multiple: say(factor, '倍数', 'multiple of the daily peak').optional(),
  lasts: say(duration, '时长', 'how long').optional(),
  detail,
});

export const capacity = block({
  servers: say(count, '服务器台数', 'servers').optional(),
  storage: say(storage, '存储', 'storage').optional(),
  peakMultiple: say(factor, '支撑日常流量倍数', 'multiple of daily traffic that it must hold').optional(),
  peakPerSecond: say(count, '峰值每秒请求', 'requests a second at peak').optional(),
  sites: say(positive, '机房数', 'sites').optional(),
  remoteRecovery: say(text, '异地容灾', 'remote disaster recovery').optional(),
  switchWithin: say(duration, '切换时限', 'spare servers take over within').optional(),
  architecture: say(z.array(layer), '技术架构', 'layers').optional(),
  qualities: say(points, '架构目标', 'what the architecture is for'),
  modules: say(points, '关键模块', 'key modules'),
  resources: say(points, '支撑资源', 'network, security, monitoring, people'),
  scaling: say(points, '扩容与稳定', 'how it grows and stays up'),
  drills: say(z.array(drill), '压测与演练', 'drills').optional(),
  data: say(points, '数据监测', 'what is watched and who is told'),
  payment: say(
    block({
      methods: say(
        z.array(block({ id: say(id, '编号', 'identifier'), title })),
        '支付方式',
        'ways to pay',
      ).optional(),
      checks: say(points, '多重验证', 'checks on a payment'),
      safety: say(points, '支付安全', 'what keeps payments safe'),
    }),
    '支付',
    'payment',
  ).optional(),
  guard: say(points, '风控', 'against scalpers and fraud'),
  holds: say(
    block({
      ordinary: say(duration, '普通订单付款时限', 'unpaid orders hold stock this long'),
      flash: say(duration, '秒杀订单付款时限', 'unpaid flash orders').optional(),
    }),
    '占库时限',
    'how long unpaid orders hold stock',
  ).optional(),
});
