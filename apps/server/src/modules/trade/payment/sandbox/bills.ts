import { zip } from '../alipay/zip.ts';
import { beijingTime, yuanOf } from '../money-on-the-wire.ts';
import type { BookedCharge, BookedRefund } from './store.ts';

/** A day of the books, as both providers' files tell it. */
type Day = {
  readonly charges: readonly BookedCharge[];
  readonly refunds: readonly (BookedRefund & { readonly charge: BookedCharge })[];
};

const FEE_BP = 60;
const feeOf = (fen: number): number => Math.round((fen * FEE_BP) / 10_000);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, fen) => total + fen, 0);

/** The trade bill of WeChat Pay: a grave accent before each field, sums at the foot. */
export function wechatpayBill(day: Day & { appId: string; merchantId: string }): Buffer {
  const line = (charge: BookedCharge, refund: BookedRefund | null): string =>
    [
      ...[beijingTime(refund?.at ?? charge.decidedAt!), day.appId, day.merchantId, '0', ''],
      ...[charge.providerRef, charge.paymentId, 'o0000000000000000000000000', 'MWEB'],
      ...[refund === null ? 'SUCCESS' : 'REFUND', 'OTHERS', 'CNY'],
      ...[yuanOf(refund === null ? charge.amountFen : 0), '0.00'],
      ...[refund?.providerRef ?? '0', refund?.refundId ?? '0', yuanOf(refund?.amountFen ?? 0), '0.00'],
      ...[refund === null ? '' : 'ORIGINAL'],
      ...[refund === null ? '' : refund.state === 'succeeded' ? 'SUCCESS' : 'PROCESSING'],
      ...[charge.subject ?? '', ''],
      ...[refund === null ? yuanOf(feeOf(charge.amountFen)) : `-${yuanOf(feeOf(refund.amountFen))}`],
      ...['0.60%', yuanOf(refund === null ? charge.amountFen : 0), yuanOf(refund?.amountFen ?? 0), ''],
    ]
      .map((field) => `\`${field}`)
      .join(',');
  const paid = sum(day.charges.map((charge) => charge.amountFen));
  const back = sum(day.refunds.map((refund) => refund.amountFen));
  const lines = [
    '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注',
    ...day.charges.map((charge) => line(charge, null)),
    ...day.refunds.map((refund) => line(refund.charge, refund)),
    '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
    [
      ...[String(day.charges.length + day.refunds.length), yuanOf(paid), yuanOf(back), '0.00'],
      ...[`${((feeOf(paid) - feeOf(back)) / 100).toFixed(5)}`, yuanOf(paid), yuanOf(back)],
    ]
      .map((field) => `\`${field}`)
      .join(','),
  ];
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
}

/** The trade bill of Alipay: a ZIP with the trades and, apart, the sums for each shop; both in GBK. */
export function alipayBill(day: Day & { sellerId: string; day: string }): Buffer {
  const compact = day.day.replaceAll('-', '');
  const line = (charge: BookedCharge, refund: BookedRefund | null): string => {
    const fen = refund?.amountFen ?? charge.amountFen;
    const amount = `${refund === null ? '' : '-'}${yuanOf(fen)}`;
    const fee = `${refund === null ? '-' : ''}${yuanOf(feeOf(fen))}`;
    const at = beijingTime(refund?.at ?? charge.decidedAt!);
    return [
      ...[`${charge.providerRef}\t`, `${charge.paymentId}\t`, refund === null ? '交易' : '退款'],
      ...[charge.subject ?? '', at, at, '', '', '', '', '*演示(sha***@example.com)', amount, amount],
      ...['0.00', '0.00', '0.00', '0.00', '0.00', '', '0.00', '0.00'],
      ...[refund === null ? '' : `${refund.refundId}\t`, fee, '0.00', ''],
    ].join(',');
  };
  const detail = [
    '#支付宝业务明细查询',
    `#账号：[${day.sellerId}0156]`,
    `#起始日期：[${day.day.slice(0, 4)}年${day.day.slice(5, 7)}月${day.day.slice(8)}日 00:00:00]`,
    '#-----------------------------------------业务明细列表----------------------------------------',
    '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注',
    ...day.charges.map((charge) => line(charge, null)),
    ...day.refunds.map((refund) => line(refund.charge, refund)),
    '#-----------------------------------------业务明细列表结束------------------------------------',
  ];
  const paid = sum(day.charges.map((charge) => charge.amountFen));
  const back = sum(day.refunds.map((refund) => refund.amountFen));
  const sums = [
    '#支付宝业务汇总查询',
    '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）',
    `合计,,${day.charges.length},${day.refunds.length},${((paid - back) / 100).toFixed(2)},${((paid - back) / 100).toFixed(2)}`,
  ];
  const name = `${day.sellerId}0156_${compact}_业务明细`;
  return zip([
    { name: gbk(`${name}.csv`), content: gbk(`${detail.join('\r\n')}\r\n`) },
    { name: gbk(`${name}(汇总).csv`), content: gbk(`${sums.join('\r\n')}\r\n`) },
  ]);
}

/** Two-byte codes of GBK by character, read off the decoder that every platform has. */
let codes: ReadonlyMap<string, number> | null = null;

function gbk(text: string): Buffer {
  codes ??= readCodes();
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0)!;
    if (code < 0x80) {
      bytes.push(code);
      continue;
    }
    const pair = codes.get(sign) ?? 0x3f;
    if (pair > 0xff) bytes.push(pair >> 8, pair & 0xff);
    else bytes.push(pair);
  }
  return Buffer.from(bytes);
}

function readCodes(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gbk');
  const found = new Map<string, number>();
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const sign = decoder.decode(Uint8Array.of(high, low));
      if (sign.length === 1 && sign !== '\uFFFD' && !found.has(sign)) found.set(sign, (high << 8) | low);
    }
  return found;
}
