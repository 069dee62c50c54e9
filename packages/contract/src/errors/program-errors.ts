import type { Entry } from './entry.ts';

/** Refusals of what runs beside the server for minutes: rehearsals, replays, audits; part of the registry. */
export const PROGRAM_ERRORS = {
  rehearsalsOff: {
    status: 409,
    shopper: { zh: '此操作未开放。', en: 'This is not available here.' },
    operator: {
      zh: '这个节点不彩排：彩排会占用一个核。请在另一台机器上运行 dacu rehearse，或设置 DACU_REHEARSALS=on。',
      en: 'This node does not rehearse, because that takes a core of it. Run dacu rehearse on another machine, or set DACU_REHEARSALS=on.',
    },
  },
  rehearsalsWaiting: {
    status: 409,
    shopper: { zh: '排队已满，请稍后再试。', en: 'The queue is full. Please try later.' },
    operator: {
      zh: '排队的彩排已满；等一次结束，或取消一次。',
      en: 'As many rehearsals wait as may wait; let one end, or cancel one.',
    },
  },
  rehearsalOver: {
    status: 409,
    shopper: { zh: '已经结束。', en: 'It is over already.' },
    operator: {
      zh: '这次彩排已经结束，无从取消。',
      en: 'This rehearsal is over; there is nothing to cancel.',
    },
  },
  replaysOff: {
    status: 409,
    shopper: { zh: '此操作未开放。', en: 'This is not available here.' },
    operator: {
      zh: '这个节点不重放：重放会占用一个核。请在另一台机器上运行 dacu replay，或设置 DACU_REHEARSALS=on。',
      en: 'This node does not replay, because that takes a core of it. Run dacu replay on another machine, or set DACU_REHEARSALS=on.',
    },
  },
  replayRunning: {
    status: 409,
    shopper: { zh: '正忙，请稍后再试。', en: 'Busy just now. Please try later.' },
    operator: {
      zh: '已有一次重放在进行；等它结束，或取消它。',
      en: 'A replay runs already; let it end, or cancel it.',
    },
  },
  replayOver: {
    status: 409,
    shopper: { zh: '已经结束。', en: 'It is over already.' },
    operator: {
      zh: '这次重放已经结束，无从取消。',
      en: 'This replay is over; there is nothing to cancel.',
    },
  },
  ordersNotKept: {
    status: 409,
    shopper: { zh: '没有找到。', en: 'This could not be found.' },
    operator: {
      zh: '没有留下可以重放的订单：这次彩排早于订单留存，或此刻没有活动。请重新彩排一次。',
      en: 'There are no orders to replay: the rehearsal is older than the keeping of them, or no campaign is in force. Rehearse again.',
    },
  },
  auditsOff: {
    status: 409,
    shopper: { zh: '此操作未开放。', en: 'This is not available here.' },
    operator: {
      zh: '这个节点不运行审计：审计会占用一个核。请在另一台机器上运行 dacu audit，或设置 DACU_REHEARSALS=on。',
      en: 'This node runs no audits, because one takes a core of it. Run dacu audit on another machine, or set DACU_REHEARSALS=on.',
    },
  },
  auditRunning: {
    status: 409,
    shopper: { zh: '正忙，请稍后再试。', en: 'Busy. Please try later.' },
    operator: {
      zh: '这个节点正在运行另一次审计；等它结束，或取消它。',
      en: 'This node is running another audit; let it end, or cancel it.',
    },
  },
  auditOver: {
    status: 409,
    shopper: { zh: '已经结束。', en: 'It is over already.' },
    operator: { zh: '这次审计已经结束，无从取消。', en: 'This audit is over; there is nothing to cancel.' },
  },
} as const satisfies Record<string, Entry>;
