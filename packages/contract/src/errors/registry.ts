import { AFTER_ERRORS } from './after-errors.ts';
import { BOX_ERRORS } from './box-errors.ts';
import { CHECK_ERRORS } from './check-errors.ts';
import type { Entry } from './entry.ts';
import { FULFILMENT_ERRORS } from './fulfilment-errors.ts';
import { PEOPLE_ERRORS } from './people-errors.ts';
import { PRESALE_ERRORS } from './presale-errors.ts';
import { PROGRAM_ERRORS } from './program-errors.ts';

/**
 * Long because it is one list: every refusal that leaves the server. Codes are stable; words may be mended.
 * `status` is the HTTP status of the RFC 9457 problem; `shopper` is what a shopper reads; `operator` what the
 * person on duty reads. `docs/errors.md` is compared with this list by a test.
 */
export const ERRORS = {
  invalidRequest: {
    status: 400,
    shopper: {
      zh: '这次提交的内容有误，请检查后再试。',
      en: 'Something in this request is not right. Check it and try again.',
    },
    operator: {
      zh: '请求不符合接口定义，详见 errors 列表。',
      en: 'The request does not match the API; see the errors list.',
    },
  },
  notSignedIn: {
    status: 401,
    shopper: { zh: '请先登录。', en: 'Please sign in first.' },
    operator: { zh: '没有有效会话。', en: 'No valid session.' },
  },
  signInFailed: {
    status: 401,
    shopper: { zh: '账号或密码不正确。', en: 'Name or password is not right.' },
    operator: {
      zh: '登录失败：账号或密码不正确，或一次性密码已使用。',
      en: 'Sign-in failed: wrong name or password, or the one-time password was used.',
    },
  },
  forbidden: {
    status: 403,
    shopper: { zh: '没有权限进行此操作。', en: 'You are not allowed to do this.' },
    operator: { zh: '当前角色没有此权限。', en: 'Your role does not allow this.' },
  },
  passwordChangeRequired: {
    status: 403,
    shopper: { zh: '请先设置新密码。', en: 'Please choose a new password first.' },
    operator: {
      zh: '一次性密码登录后须先设置新密码。',
      en: 'Signed in with a one-time password: choose a new one before anything else.',
    },
  },
  originRefused: {
    status: 403,
    shopper: { zh: '请从本站页面操作。', en: 'Please use the pages of this site.' },
    operator: { zh: '跨站请求被拒绝。', en: 'A cross-site request was refused.' },
  },
  notFound: {
    status: 404,
    shopper: { zh: '没有找到您要的内容。', en: 'We could not find that.' },
    operator: { zh: '对象不存在。', en: 'No such object.' },
  },
  idempotencyKeyMissing: {
    status: 400,
    shopper: { zh: '请刷新页面后重试。', en: 'Please reload the page and try again.' },
    operator: { zh: '缺少 Idempotency-Key 请求头。', en: 'The Idempotency-Key header is missing.' },
  },
  idempotencyKeyReused: {
    status: 422,
    shopper: { zh: '请刷新页面后重试。', en: 'Please reload the page and try again.' },
    operator: {
      zh: '同一 Idempotency-Key 用于了不同的请求。',
      en: 'The same Idempotency-Key came with a different request.',
    },
  },
  rateLimited: {
    status: 429,
    shopper: { zh: '操作太频繁，请稍候再试。', en: 'That was a little fast. Please wait a moment.' },
    operator: { zh: '触发限流。', en: 'The rate limit was reached.' },
  },
  bodyTooLarge: {
    status: 413,
    shopper: { zh: '提交的内容过大。', en: 'That is too large.' },
    operator: { zh: '请求体超过上限。', en: 'The request body is over its limit.' },
  },
  internal: {
    status: 500,
    shopper: {
      zh: '系统出了点问题，我们已经记录。请稍后再试。',
      en: 'Something went wrong on our side and was recorded. Please try again.',
    },
    operator: { zh: '程序缺陷，按 requestId 查日志。', en: 'A bug; look up the requestId in the log.' },
  },
  outcomeUnknown: {
    status: 503,
    shopper: {
      zh: '还没有确认结果，请用同一页面重试，不会重复下单。',
      en: 'We do not know the outcome yet. Retry from this page; it will not order twice.',
    },
    operator: {
      zh: '数据库超过时限，结果未知；客户端须用同一幂等键重试。',
      en: 'The database passed its deadline; the client must retry with the same key.',
    },
  },
  databaseUnavailable: {
    status: 503,
    shopper: {
      zh: '系统暂时连不上，请稍候几秒再试。',
      en: 'We cannot be reached for a moment. Please try again in a few seconds.',
    },
    operator: {
      zh: '数据库连接不上或中断，未写入任何内容。',
      en: 'The database cannot be reached or broke off; nothing was written.',
    },
  },
  overloaded: {
    status: 503,
    shopper: {
      zh: '现在人太多了，请稍候几秒再试。',
      en: 'Very busy right now. Please try again in a few seconds.',
    },
    operator: { zh: '通道队列已满，拒绝新命令。', en: 'The lane queue is full; new commands are refused.' },
  },
  paymentUnanswered: {
    status: 503,
    shopper: {
      zh: '支付渠道暂时没有应答，没有扣款。请稍候再试，或换一种方式支付。',
      en: 'The payment provider is not answering and nothing was charged. Please try again in a moment, or pay another way.',
    },
    operator: {
      zh: '支付渠道超时或连不上；订单保留，退款与关单在恢复后自动补做。',
      en: 'A provider timed out or cannot be reached; the hold stays, refunds and closings are made up for when it is back.',
    },
  },
  starting: {
    status: 503,
    shopper: { zh: '正在准备，请稍候。', en: 'Getting ready. One moment.' },
    operator: { zh: '节点尚未就绪。', en: 'This node is not ready yet.' },
  },
  // Flash sale: the order is that of `engine/flash-sale/decide.ts`.
  flashNotOpen: {
    status: 409,
    shopper: { zh: '秒杀还没有开始。', en: 'The flash sale has not started yet.' },
    operator: { zh: '场次未开始。', en: 'The slot is not open yet.' },
  },
  flashEnded: {
    status: 409,
    shopper: { zh: '本场秒杀已经结束。', en: 'This flash sale has ended.' },
    operator: { zh: '场次已结束。', en: 'The slot is over.' },
  },
  flashStopped: {
    status: 409,
    shopper: { zh: '该商品的秒杀已暂停。', en: 'The flash sale for this item is paused.' },
    operator: { zh: '已被开关停用。', en: 'Stopped by a switch.' },
  },
  reservationNeeded: {
    status: 409,
    shopper: {
      zh: '现在先供预约的顾客抢购，其余稍后开放。',
      en: 'It is kept for those who reserved it for now; the rest opens to everybody soon.',
    },
    operator: {
      zh: '预约专享时段内，该账号没有预约。',
      en: 'Kept for those who reserved; this account has not.',
    },
  },
  reservationNotOffered: {
    status: 409,
    shopper: {
      zh: '这件商品不需要预约，到点直接抢。',
      en: 'This item needs no reservation; just come when it opens.',
    },
    operator: { zh: '该场秒杀没有预约。', en: 'This flash sale takes no reservations.' },
  },
  reservationNotOpen: {
    status: 409,
    shopper: { zh: '还没有开始预约。', en: 'Reserving has not begun yet.' },
    operator: { zh: '未到预约时间。', en: 'Reserving is not open yet.' },
  },
  reservationOver: {
    status: 409,
    shopper: { zh: '预约已经截止。', en: 'Reserving has ended.' },
    operator: { zh: '预约已截止。', en: 'Reserving is over.' },
  },
  perPersonLimit: {
    status: 409,
    shopper: { zh: '已达到每人限购数量。', en: 'You have reached the limit per person.' },
    operator: { zh: '超过每人限购。', en: 'Over the per-person limit.' },
  },
  soldOut: {
    status: 409,
    shopper: {
      zh: '已抢光。未付款的会陆续放回，可以稍后再看看。',
      en: 'Sold out. Unpaid items come back, so it is worth looking again soon.',
    },
    operator: { zh: '活动库存为零。', en: 'No activity stock is left.' },
  },
  ...PRESALE_ERRORS,
  // Coupons
  couponNotOpen: {
    status: 409,
    shopper: { zh: '还没有到领取时间。', en: 'It is not time yet for this coupon.' },
    operator: { zh: '未到发放时段。', en: 'Outside the hours in which it is given out.' },
  },
  couponEnded: {
    status: 409,
    shopper: { zh: '这张券已经停止发放。', en: 'This coupon is no longer given out.' },
    operator: { zh: '发放已结束，或已停用、预算用完。', en: 'Over, stopped, or its budget is used up.' },
  },
  couponGone: {
    status: 409,
    shopper: { zh: '已经领完了。', en: 'All of them have been claimed.' },
    operator: { zh: '本场或全部券已发完。', en: 'The lot, or the whole programme, is given out.' },
  },
  couponLimit: {
    status: 409,
    shopper: { zh: '您已领过，达到每人限领数量。', en: 'You have had as many of these as one person may.' },
    operator: { zh: '账号或手机号已达每人限领。', en: 'The account or the phone is at its limit.' },
  },
  couponNotForYou: {
    status: 409,
    shopper: {
      zh: '这张券只发给符合条件的顾客。',
      en: 'This coupon is for those shoppers only whom its terms name.',
    },
    operator: { zh: '不符合发放对象，或不能自行领取。', en: 'Not in the audience, or not claimed by hand.' },
  },
  couponCodeWrong: {
    status: 422,
    shopper: {
      zh: '没有这个券码，请核对后再输入。',
      en: 'There is no such coupon code. Please check it and type it again.',
    },
    operator: { zh: '券码不存在，或未提供。', en: 'The code does not exist, or was left out.' },
  },
  couponUnknown: {
    status: 422,
    shopper: { zh: '您没有这张券。', en: 'You do not have this coupon.' },
    operator: { zh: '券不存在，或不属于该顾客。', en: 'No such coupon, or it is somebody else’s.' },
  },
  couponExpired: {
    status: 409,
    shopper: { zh: '这张券已经过期。', en: 'This coupon has expired.' },
    operator: { zh: '券已过期。', en: 'The coupon has expired.' },
  },
  couponUsed: {
    status: 409,
    shopper: {
      zh: '这张券正在另一笔订单中使用，或已经用掉。',
      en: 'This coupon is in another order of yours, or was used.',
    },
    operator: { zh: '券已被占用或已核销。', en: 'The coupon is frozen or used.' },
  },
  ...AFTER_ERRORS,
  ...CHECK_ERRORS,
  ...FULFILMENT_ERRORS,
  ...BOX_ERRORS,
  // Orders
  stockPromised: {
    status: 409,
    shopper: { zh: '这些货已有安排，未作更改。', en: 'These goods are spoken for, so nothing was changed.' },
    operator: {
      zh: '可动用的件数不足：其余已被订单占用、已分配待发或不可售。',
      en: 'Not that many units are free: the rest is promised to orders, allotted to parcels or not for sale.',
    },
  },
  outOfStock: {
    status: 409,
    shopper: { zh: '库存不足，请调整数量。', en: 'Not enough stock. Please change the quantity.' },
    operator: { zh: '可售库存不足。', en: 'Not enough sellable stock.' },
  },
  priceChanged: {
    status: 409,
    shopper: {
      zh: '价格刚刚有变化，请确认新的金额。',
      en: 'The price has just changed. Please confirm the new amount.',
    },
    operator: { zh: '下单金额与当前报价不符。', en: 'The expected amount differs from the current quote.' },
  },
  notOnSale: {
    status: 409,
    shopper: { zh: '该商品已下架。', en: 'This item is not on sale.' },
    operator: { zh: '商品不在售。', en: 'The item is not on sale.' },
  },
  itemClosed: {
    status: 409,
    shopper: {
      zh: '有商品现在还不对您开放购买，请看商品说明。',
      en: 'An item here is not open to you now. Its page says for whom and from when it is.',
    },
    operator: {
      zh: '专享或优先购商品，未到时间或不符合条件。',
      en: 'Held back by an exclusive: time or audience.',
    },
  },
  cartFull: {
    status: 409,
    shopper: {
      zh: '购物车最多放 100 种商品，请先清理一些。',
      en: 'The cart holds up to 100 items. Please remove some first.',
    },
    operator: { zh: '购物车行数达到上限 100。', en: 'The cart reached its limit of 100 lines.' },
  },
  purchaseClosed: {
    status: 409,
    shopper: { zh: '订单已关闭，请重新下单。', en: 'This order is closed. Please order again.' },
    operator: { zh: '订单已关闭。', en: 'The purchase is closed.' },
  },
  alreadyPaid: {
    status: 409,
    shopper: { zh: '订单已经支付。', en: 'This order is already paid.' },
    operator: { zh: '订单已支付。', en: 'The purchase is already paid.' },
  },
  notPaid: {
    status: 409,
    shopper: { zh: '订单还没有支付。', en: 'This order has not been paid.' },
    operator: { zh: '订单未支付。', en: 'The purchase is not paid.' },
  },
  nothingToReturn: {
    status: 409,
    shopper: { zh: '没有可退的商品。', en: 'There is nothing left to return.' },
    operator: { zh: '可退数量不足。', en: 'The quantity that can be returned is used up.' },
  },
  differenceSolved: {
    status: 409,
    shopper: { zh: '已经处理完了。', en: 'This is settled already.' },
    operator: { zh: '这条价差已经关闭。', en: 'This price difference is solved already.' },
  },
  protectionNotPromised: {
    status: 409,
    shopper: { zh: '这件商品不参加价保。', en: 'This item is not covered by price protection.' },
    operator: {
      zh: '下单时的方案没有为该商品约定价保。',
      en: 'The plan of the order promises nothing for this item.',
    },
  },
  protectionFlashBought: {
    status: 409,
    shopper: { zh: '秒杀商品不参加价保。', en: 'Flash-sale items are not covered by price protection.' },
    operator: {
      zh: '该行以秒杀价购买，方案不计入。',
      en: 'The line was bought at a flash price, which the plan leaves out.',
    },
  },
  protectionOver: {
    status: 409,
    shopper: { zh: '已过价保期。', en: 'The price-protection period is over.' },
    operator: { zh: '已过方案约定的价保期。', en: 'Past the period that the plan promised.' },
  },
  protectionNotLower: {
    status: 409,
    shopper: { zh: '价格没有下降。', en: 'The price has not gone down.' },
    operator: {
      zh: '同口径的当前价不低于实付价。',
      en: 'Today’s price at the same layers is not below what was paid.',
    },
  },
  protectionAlreadyPaid: {
    status: 409,
    shopper: { zh: '这次降价的差价已经退过了。', en: 'The difference has already been refunded.' },
    operator: { zh: '当前差价已全部赔付。', en: 'All of today’s difference has been paid.' },
  },
  protectionNothingLeft: {
    status: 409,
    shopper: {
      zh: '这件商品的实付款已全部退回。',
      en: 'Everything you paid for this item has been refunded.',
    },
    operator: {
      zh: '保留件数的实付现金已全部退回。',
      en: 'No money of the buyer’s is left in the kept units.',
    },
  },
  protectionNotOnSale: {
    status: 409,
    shopper: {
      zh: '商品暂时没有在售，无法比价。',
      en: 'This item is not on sale now, so there is no price to compare.',
    },
    operator: { zh: '该商品当前没有公开售价。', en: 'The item has no public price at this instant.' },
  },
  protectionAllReturned: {
    status: 409,
    shopper: { zh: '商品已经全部退回。', en: 'All of this was returned.' },
    operator: { zh: '没有保留的件数。', en: 'No units are kept.' },
  },
  signatureInvalid: {
    status: 401,
    shopper: { zh: '请求未通过验证。', en: 'The request could not be verified.' },
    operator: { zh: '通知签名无效或已过期。', en: 'The notification signature is invalid or too old.' },
  },
  amountMismatch: {
    status: 422,
    shopper: { zh: '支付金额不符。', en: 'The paid amount does not match.' },
    operator: { zh: '通知金额与支付单不符。', en: 'The notified amount differs from the payment.' },
  },
  // Plan, catalogue, clock
  planInvalid: {
    status: 422,
    shopper: { zh: '方案有误。', en: 'The plan has errors.' },
    operator: {
      zh: '方案未通过检查，全部问题见 errors。',
      en: 'The plan did not pass the check; errors lists every finding.',
    },
  },
  lawBroken: {
    status: 422,
    shopper: { zh: '方案有误。', en: 'The plan has errors.' },
    operator: {
      zh: '方案有未豁免的合规错误，未发布；条款与证据见 errors。请修改方案，或由总指挥写明理由豁免。',
      en: 'The plan breaks the law where nobody answers for it, and was not published; errors has articles and evidence. Mend the plan, or let the commander waive it with a reason.',
    },
  },
  editionUnchanged: {
    status: 409,
    shopper: { zh: '内容没有变化。', en: 'Nothing has changed.' },
    operator: {
      zh: '与当前版本相同，未发布。',
      en: 'Identical to the current edition; nothing was published.',
    },
  },
  importInvalid: {
    status: 422,
    shopper: { zh: '文件有误。', en: 'The file has errors.' },
    operator: {
      zh: '文件中有错误行，未导入任何内容；详见 errors。',
      en: 'The file has bad rows and nothing was imported; see errors.',
    },
  },
  ...PROGRAM_ERRORS,
  favouritesFull: {
    status: 409,
    shopper: {
      zh: '收藏夹满了，请先移除一些。',
      en: 'Your favourites are full. Please remove some first.',
    },
    operator: { zh: '收藏数量达到上限。', en: 'The shopper keeps as many favourites as allowed.' },
  },
  simulatedOnly: {
    status: 409,
    shopper: { zh: '此操作只用于演示。', en: 'This is only for the demonstration.' },
    operator: { zh: '只有模拟库可以这样做。', en: 'Only a simulated database allows this.' },
  },
  billNotReady: {
    status: 409,
    shopper: { zh: '账单还没有出。', en: 'This bill is not ready yet.' },
    operator: {
      zh: '当天还没结束，或该渠道没有账单。渠道一般在次日十点前出账单。',
      en: 'The day is not over, or this provider writes no bills. They are ready by ten on the next morning.',
    },
  },
  paymentNotConnected: {
    status: 503,
    shopper: {
      zh: '暂时无法支付，请稍后再试。',
      en: 'Paying is not possible at the moment. Please try later.',
    },
    operator: {
      zh: '没有接入支付渠道；沙箱支付只用于模拟库。',
      en: 'No payment provider is connected; the sandbox is for simulated databases only.',
    },
  },
  ...PEOPLE_ERRORS,
  clockBack: {
    status: 409,
    shopper: { zh: '时间只能向前。', en: 'Time only moves forward.' },
    operator: {
      zh: '活动时钟只能向前拨，不能早于现在。',
      en: 'The campaign clock moves forward only, never to before now.',
    },
  },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof ERRORS;
