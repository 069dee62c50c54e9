import type { Entry } from './entry.ts';

/** Refusals of after-sales cases and invoices; part of the registry. */
export const AFTER_ERRORS = {
  caseKindNotOffered: {
    status: 422,
    shopper: {
      zh: '这个原因不能选择这种处理方式，请换一种。',
      en: 'This cannot be asked for with that reason. Please choose another way.',
    },
    operator: { zh: '售后类型与原因不符。', en: 'The kind of case does not go with its reason.' },
  },
  caseNotDelivered: {
    status: 409,
    shopper: {
      zh: '商品还没有签收，签收后才能退换；如迟迟未到，请选择“未收到货”。',
      en: 'These items have not arrived yet. If they never came, choose “never arrived”.',
    },
    operator: { zh: '商品未签收。', en: 'The goods were not delivered.' },
  },
  caseDelivered: {
    status: 409,
    shopper: {
      zh: '物流显示已签收，请选择其他原因。',
      en: 'The carrier says these items were delivered. Please choose another reason.',
    },
    operator: { zh: '商品已签收，不能按未收到货处理。', en: 'Delivered goods cannot be claimed as lost.' },
  },
  caseExcluded: {
    status: 409,
    shopper: {
      zh: '这件商品不支持七天无理由退货；如有质量问题，请选择对应原因。',
      en: 'This item is not returned without a reason. If something is wrong with it, choose that reason.',
    },
    operator: { zh: '不适用七天无理由的商品。', en: 'Excluded from returns without a reason.' },
  },
  caseTooLate: {
    status: 409,
    shopper: {
      zh: '已经过了可以申请的时间。',
      en: 'The time in which this can be asked for is over.',
    },
    operator: { zh: '超过七天无理由或质保期限。', en: 'Past the seven days, or the time for defects.' },
  },
  caseOneShop: {
    status: 422,
    shopper: {
      zh: '一次申请只能包含同一店铺的商品，请分开提交。',
      en: 'One request covers items of one shop. Please send them separately.',
    },
    operator: { zh: '一张售后单只能含一个店铺的商品。', en: 'A case is about one shop’s order.' },
  },
  photoKind: {
    status: 422,
    shopper: {
      zh: '只能上传 JPEG、PNG 或 WebP 照片。',
      en: 'Only JPEG, PNG and WebP photos can be sent.',
    },
    operator: {
      zh: '文件内容不是 JPEG、PNG 或 WebP。',
      en: 'The bytes are not those of a JPEG, PNG or WebP file.',
    },
  },
  photoPixels: {
    status: 422,
    shopper: {
      zh: '照片尺寸过大或过小，请换一张。',
      en: 'This photo is too large or too small. Please choose another.',
    },
    operator: {
      zh: '照片像素超过上限，或短边不足。',
      en: 'More pixels than allowed, or a side too short to show anything.',
    },
  },
  photoDamaged: {
    status: 422,
    shopper: {
      zh: '这张照片打不开，请重新拍摄或换一张。',
      en: 'This photo cannot be opened. Please take it again or choose another.',
    },
    operator: { zh: '照片无法解码。', en: 'The picture could not be decoded.' },
  },
  photosTooMany: {
    status: 409,
    shopper: {
      zh: '这笔订单上传的照片已达上限，请先提交或稍后再传。',
      en: 'This order has as many photos as it can hold. Send your request, or try again later.',
    },
    operator: {
      zh: '一笔订单保存的照片已达上限。',
      en: 'The purchase holds as many photos as it may.',
    },
  },
  photoGone: {
    status: 422,
    shopper: {
      zh: '有照片已失效，请重新上传后提交。',
      en: 'One of the photos is no longer there. Please add it again and send.',
    },
    operator: {
      zh: '所附照片不存在、不属于这笔订单或已删除。',
      en: 'A photo is unknown, of another order, or was erased.',
    },
  },
  caseStepNotAllowed: {
    status: 409,
    shopper: {
      zh: '申请的状态已经变化，请刷新后再看。',
      en: 'This request has moved on meanwhile. Reload to see where it stands.',
    },
    operator: {
      zh: '当前状态不能执行这一步，allowed 列出可以做的。',
      en: 'Not from this state; `allowed` lists what is possible.',
    },
  },
  exchangeOutOfStock: {
    status: 409,
    shopper: {
      zh: '暂时没有可以换的货，请改为退货退款。',
      en: 'There is nothing left to exchange it for. Please ask for a refund instead.',
    },
    operator: { zh: '换货库存不足，未保留任何库存。', en: 'Not enough stock to exchange; nothing was held.' },
  },
  inspectionWrong: {
    status: 422,
    shopper: { zh: '验货结果有误。', en: 'The inspection does not add up.' },
    operator: {
      zh: '验货数量不符，或扣款、拒收没有写明原因，reason 说明是哪一种。',
      en: 'Units do not add up, or a deduction lacks its reason; `reason` says which.',
    },
  },
  financeNeeded: {
    status: 403,
    shopper: { zh: '退款需要财务复核。', en: 'This refund waits for finance.' },
    operator: {
      zh: '退款金额超过客服权限，须由财务放款。',
      en: 'The refund is above what customer service may release; finance has to.',
    },
  },
  returnReplacement: {
    status: 409,
    shopper: {
      zh: '这是换货补发的订单，请在原订单中申请售后。',
      en: 'This is a replacement. Please ask on the order that was paid.',
    },
    operator: {
      zh: '补发单没有付款，售后在原订单上办理。',
      en: 'A replacement was not paid for; use the original order.',
    },
  },
  invoiceNotYet: {
    status: 409,
    shopper: {
      zh: '订单付款后才能申请发票。',
      en: 'An invoice can be asked for once the order is paid.',
    },
    operator: { zh: '订单未付款。', en: 'The order is not paid.' },
  },
  invoiceNothing: {
    status: 409,
    shopper: {
      zh: '这笔订单没有可以开票的金额。',
      en: 'There is no amount left on this order to invoice.',
    },
    operator: { zh: '实付金额已全部退回。', en: 'Everything that was paid has gone back.' },
  },
  invoiceAsked: {
    status: 409,
    shopper: {
      zh: '这笔订单已经申请过发票。',
      en: 'An invoice was asked for already for this order.',
    },
    operator: {
      zh: '每个店铺订单一张发票，已有申请。',
      en: 'One invoice for each shop’s order; there is one.',
    },
  },
  invoiceIssued: {
    status: 409,
    shopper: {
      zh: '发票已经开具，不能再修改。',
      en: 'The invoice is issued and cannot be changed any more.',
    },
    operator: { zh: '发票已开具或已作废。', en: 'The invoice is issued or voided.' },
  },
  taxNumberWrong: {
    status: 422,
    shopper: {
      zh: '税号不正确：统一社会信用代码为18位，旧税号为15位，请核对。',
      en: 'This tax number is not right: 18 characters with a check digit, or an old one of 15.',
    },
    operator: { zh: '税号未通过 GB 32100 校验。', en: 'The tax number fails the check of GB 32100.' },
  },
} as const satisfies Record<string, Entry>;
