import type { Entry } from './entry.ts';

/** Refusals around parcels and goods to be collected. */
export const FULFILMENT_ERRORS = {
  stationNeedsConsent: {
    status: 422,
    shopper: {
      zh: '送到驿站或快递柜需要您先同意。',
      en: 'Delivery to a station or locker needs your consent first.',
    },
    operator: {
      zh: '未经收件人同意不得投递到驿站或快递柜（快递市场管理办法）。',
      en: 'Without the recipient’s consent nothing goes to a station or locker.',
    },
  },
  pickupNotThere: {
    status: 409,
    shopper: {
      zh: '该门店的现货不足，请换一家门店或选择送货上门。',
      en: 'This store does not have all of it. Choose another store, or delivery.',
    },
    operator: {
      zh: '所选门店没有足够的现货，或不是门店。',
      en: 'The chosen place is no store, or has not enough of the goods.',
    },
  },
  storeLinkInvalid: {
    status: 422,
    shopper: {
      zh: '这个门店链接无效，商品照常可以购买。',
      en: 'This store link is not valid. The item can be bought all the same.',
    },
    operator: {
      zh: '门店链接的签名与门店或商品不符，或门店已撤。',
      en: 'The link’s signature does not fit the store or the product, or the store is gone.',
    },
  },
  returnNeedsCase: {
    status: 409,
    shopper: {
      zh: '商品已经发出，请提交退换货申请。',
      en: 'These items have shipped. Please ask for a return instead.',
    },
    operator: { zh: '已发货的商品走售后单，不能直接退款。', en: 'Shipped goods go through a case.' },
  },
  parcelStepWrong: {
    status: 409,
    shopper: { zh: '包裹现在不能这样处理。', en: 'This cannot be done with the parcel now.' },
    operator: {
      zh: '包裹当前状态不允许这一步，请刷新后再看。',
      en: 'The parcel’s state does not allow this step; load the page again.',
    },
  },
  parcelInCase: {
    status: 409,
    shopper: { zh: '这个包裹正在售后处理中。', en: 'A return of this parcel is being looked at.' },
    operator: {
      zh: '顾客正为这个包裹申请退款，请先处理售后单。',
      en: 'Its buyer asks for a refund of it: decide that case first.',
    },
  },
  trackingNoMissing: {
    status: 422,
    shopper: { zh: '缺少运单号。', en: 'The tracking number is missing.' },
    operator: {
      zh: '没有接入该承运商，请填写承运商与运单号。',
      en: 'This carrier is not connected; enter carrier and tracking number.',
    },
  },
  pickupCodeWrong: {
    status: 422,
    shopper: { zh: '提货码不正确。', en: 'The pick-up code is not right.' },
    operator: {
      zh: '本店没有这个提货码，请与顾客核对；连续输错五次会锁定十五分钟。',
      en: 'No such code in this store; check it with the customer. Five wrong tries in a row lock for 15 minutes.',
    },
  },
  pickupLocked: {
    status: 429,
    shopper: { zh: '输错次数过多，请稍后再试。', en: 'Too many wrong tries. Please wait a while.' },
    operator: {
      zh: '连续输错五次，本柜台已锁定十五分钟。',
      en: 'Five wrong tries in a row: this counter is locked for 15 minutes.',
    },
  },
  pickupCodeUsed: {
    status: 409,
    shopper: { zh: '这个提货码已经使用过。', en: 'This pick-up code has been used.' },
    operator: { zh: '提货码已使用，货品已交付。', en: 'The code was used; the goods were handed over.' },
  },
  pickupCodeExpired: {
    status: 409,
    shopper: {
      zh: '提货码已过期，货款将原路退回。',
      en: 'The pick-up code has expired; your money goes back to where it came from.',
    },
    operator: {
      zh: '提货码已过期，货品退回货架并退款。',
      en: 'The code has expired; the goods go back on the shelf and the money to the buyer.',
    },
  },
  pickupWithdrawn: {
    status: 409,
    shopper: {
      zh: '这笔订单已经退款，没有待提的货品。',
      en: 'This order was refunded; nothing waits for you.',
    },
    operator: { zh: '订单已全部退回，不要交付。', en: 'All of it was refunded; hand nothing over.' },
  },
} as const satisfies Record<string, Entry>;
