/** Long because it is one protocol: what Alipay's gateway answers to each method that the adapter calls. */
import { sign, verify } from 'node:crypto';
import { addDue } from '../../../../platform/due/add-due.ts';
import { atBeijing, beijingTime, DAY_MS, dayStart, fenOf, yuanOf } from '../money-on-the-wire.ts';
import type { Delivery } from '../provider.ts';
import { alipayBill } from './bills.ts';
import type { WireAnswer, WireRequest } from './gateway.ts';
import type { SandboxDeps } from './index.ts';
import { ensureDialectKeys } from './keys.ts';
import { NOTIFY_AFTER_MS, NOTIFY_KIND } from './notify.ts';
import * as store from './store.ts';

const APP_ID = '2021000000000000';
const SELLER_ID = '2088000000000000';
const OK = { code: '10000', msg: 'Success' };
const failure = (subCode: string) => ({ code: '40004', msg: 'Business Failed', sub_code: subCode });

type Fields = Readonly<Record<string, string>>;
type Content = Readonly<Record<string, unknown>>;

export type AlipayDialect = {
  /** What a merchant gets from the console of its application. */
  readonly merchant: {
    readonly appId: string;
    readonly privateKeyPem: string;
    readonly alipayPublicKeyPem: string;
  };
  answer(request: WireRequest): Promise<WireAnswer>;
  bill(request: WireRequest): Promise<WireAnswer>;
  /** The payer opens the signed address of `alipay.trade.wap.pay`: only now is there a charge. Null when it is forged. */
  openPage(query: URLSearchParams): Promise<store.BookedCharge | null>;
  /** The notification of a charge, or of what went back of it. */
  notification(
    charge: store.BookedCharge,
    notificationId: string,
    refund: store.BookedRefund | null,
  ): Delivery;
};

export async function createAlipayDialect(deps: SandboxDeps, origin: () => string): Promise<AlipayDialect> {
  const { db, clocks, ids } = deps;
  const keys = await ensureDialectKeys(db, 'alipay');
  const signed = (text: string): string =>
    sign('RSA-SHA256', Buffer.from(text), keys.provider.privatePem).toString('base64');

  /** Signed over all fields but the signature, sorted, as they were before they were encoded. */
  const isOurs = (fields: Fields): boolean => {
    const { sign: signature = '', ...rest } = fields;
    return (
      fields.app_id === APP_ID &&
      fields.sign_type === 'RSA2' &&
      verify(
        'RSA-SHA256',
        Buffer.from(sortedText(rest)),
        keys.merchant.publicPem,
        Buffer.from(signature, 'base64'),
      )
    );
  };

  function presentTrade(charge: store.BookedCharge, refundedFen: number): Content {
    const over = charge.state === 'open' && clocks.campaign.now() >= charge.expiresAt;
    return {
      ...OK,
      out_trade_no: charge.paymentId,
      trade_no: charge.providerRef,
      total_amount: yuanOf(charge.amountFen),
      trade_status:
        charge.state === 'succeeded' && refundedFen < charge.amountFen
          ? 'TRADE_SUCCESS'
          : charge.state === 'open' && !over
            ? 'WAIT_BUYER_PAY'
            : 'TRADE_CLOSED',
      buyer_logon_id: 'sha***@example.com',
    };
  }

  async function tradeOf(content: Content): Promise<store.BookedCharge | null> {
    const paymentId = String(content.out_trade_no);
    const charge = (await store.readCharges(db, [paymentId])).get(paymentId);
    return charge?.dialect === 'alipay' ? charge : null;
  }

  async function refund(content: Content, charge: store.BookedCharge, notifyUrl: string | null) {
    const fen = fenOf(String(content.refund_amount));
    const refundId = String(content.out_request_no);
    if (charge.state !== 'succeeded') return failure('ACQ.TRADE_STATUS_ERROR');
    if (fen === null || fen <= 0) return failure('ACQ.INVALID_PARAMETER');
    const at = clocks.campaign.now();
    const isNew = await db.transaction(async (tx) => {
      await store.lockCharge(tx, charge.providerRef);
      if ((await store.readRefund(tx, refundId)) !== null) return false;
      if ((await store.refundedFen(tx, charge.paymentId)) + fen > charge.amountFen) return null;
      await store.putRefund(tx, {
        ...{ refundId, paymentId: charge.paymentId, amountFen: fen, at },
        ...{ providerRef: charge.providerRef, state: 'succeeded', notifyUrl },
      });
      await addDue(tx, [
        {
          kind: NOTIFY_KIND,
          key: refundId,
          at: at + NOTIFY_AFTER_MS,
          payload: { paymentId: charge.paymentId, refundId, notificationId: ids.next('no') },
        },
      ]);
      return true;
    });
    if (isNew === null) return failure('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL');
    const refundedFen = await store.refundedFen(db, charge.paymentId);
    return {
      ...OK,
      out_trade_no: charge.paymentId,
      trade_no: charge.providerRef,
      fund_change: isNew ? 'Y' : 'N',
      refund_fee: yuanOf(refundedFen),
    };
  }

  async function refundQuery(content: Content): Promise<Content> {
    const kept = await store.readRefund(db, String(content.out_request_no));
    if (kept === null || kept.paymentId !== content.out_trade_no) return failure('ACQ.TRADE_NOT_EXIST');
    return {
      ...OK,
      out_trade_no: kept.paymentId,
      out_request_no: kept.refundId,
      refund_amount: yuanOf(kept.amountFen),
      ...(kept.state === 'succeeded' ? { refund_status: 'REFUND_SUCCESS' } : {}),
    };
  }

  async function close(charge: store.BookedCharge): Promise<Content> {
    if (charge.state !== 'open') return failure('ACQ.TRADE_STATUS_ERROR');
    await store.closeOpen(db, [charge.paymentId], clocks.campaign.now());
    const now = (await store.readCharges(db, [charge.paymentId])).get(charge.paymentId);
    return now?.state === 'closed'
      ? { ...OK, out_trade_no: charge.paymentId, trade_no: charge.providerRef }
      : failure('ACQ.TRADE_STATUS_ERROR');
  }

  async function billAddress(content: Content): Promise<Content> {
    const day = String(content.bill_date);
    const from = dayStart(day);
    if (content.bill_type !== 'trade' || Number.isNaN(from)) return failure('isv.invalid-arguments');
    const { charges, refunds } = await store.readDay(db, 'alipay', from, from + DAY_MS);
    if (clocks.campaign.now() < from + DAY_MS || charges.length + refunds.length === 0)
      return failure('isp.bill_not_exist');
    const token = encodeURIComponent(signed(`bill ${day}`));
    return { ...OK, bill_download_url: `${origin()}/alipay/bill?day=${day}&token=${token}` };
  }

  async function carryOut(method: string, content: Content, notifyUrl: string | null): Promise<Content> {
    if (method === 'alipay.data.dataservice.bill.downloadurl.query') return billAddress(content);
    if (method === 'alipay.trade.fastpay.refund.query') return refundQuery(content);
    const charge = await tradeOf(content);
    if (charge === null) return failure('ACQ.TRADE_NOT_EXIST');
    if (method === 'alipay.trade.query')
      return presentTrade(charge, await store.refundedFen(db, charge.paymentId));
    if (method === 'alipay.trade.close') return close(charge);
    if (method === 'alipay.trade.refund') return refund(content, charge, notifyUrl);
    return { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-method' };
  }

  return {
    merchant: {
      appId: APP_ID,
      privateKeyPem: keys.merchant.privatePem,
      alipayPublicKeyPem: keys.provider.publicPem,
    },

    async answer({ url, body }) {
      const fields: Fields = Object.fromEntries([...url.searchParams, ...new URLSearchParams(body)]);
      const method = fields.method ?? '';
      const said = isOurs(fields)
        ? await carryOut(method, contentOf(fields), fields.notify_url ?? null)
        : { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' };
      const text = JSON.stringify(said);
      return {
        status: 200,
        headers: { 'content-type': 'application/json;charset=utf-8' },
        body: `{"${method.replaceAll('.', '_')}_response":${text},"sign":${JSON.stringify(signed(text))}}`,
      };
    },

    async bill({ url }) {
      const day = url.searchParams.get('day') ?? '';
      if (url.searchParams.get('token') !== signed(`bill ${day}`))
        return { status: 403, headers: { 'content-type': 'text/plain' }, body: '' };
      const from = dayStart(day);
      const { charges, refunds } = await store.readDay(db, 'alipay', from, from + DAY_MS);
      return {
        status: 200,
        headers: { 'content-type': 'application/zip' },
        body: alipayBill({ sellerId: SELLER_ID, day, charges, refunds }),
      };
    },

    async openPage(query) {
      const fields: Fields = Object.fromEntries(query);
      if (fields.method !== 'alipay.trade.wap.pay' || !isOurs(fields)) return null;
      const content = contentOf(fields);
      const amountFen = fenOf(String(content.total_amount));
      const expiresAt = atBeijing(String(content.time_expire));
      if (amountFen === null || amountFen <= 0 || expiresAt === null) return null;
      return store.putCharge(db, {
        ...{ paymentId: String(content.out_trade_no), providerRef: ids.next('ch'), amountFen, expiresAt },
        ...{ dialect: 'alipay', subject: String(content.subject) },
        ...{ notifyUrl: fields.notify_url ?? null, returnUrl: fields.return_url ?? null },
      });
    },

    notification(charge, notificationId, refund) {
      const at = charge.decidedAt ?? clocks.campaign.now();
      const fullyBack = refund !== null && refund.amountFen === charge.amountFen;
      const fields: Fields = {
        notify_id: notificationId,
        notify_type: 'trade_status_sync',
        notify_time: beijingTime(clocks.campaign.now()),
        app_id: APP_ID,
        seller_id: SELLER_ID,
        charset: 'utf-8',
        version: '1.0',
        out_trade_no: charge.paymentId,
        trade_no: charge.providerRef,
        subject: charge.subject ?? '',
        total_amount: yuanOf(charge.amountFen),
        trade_status: charge.state === 'succeeded' && !fullyBack ? 'TRADE_SUCCESS' : 'TRADE_CLOSED',
        gmt_payment: beijingTime(at),
        ...(refund === null
          ? {}
          : {
              out_biz_no: refund.refundId,
              refund_fee: yuanOf(refund.amountFen),
              gmt_refund: beijingTime(refund.at),
            }),
      };
      // A notification's signature leaves its kind out, unlike a request's.
      const form = new URLSearchParams({ ...fields, sign_type: 'RSA2', sign: signed(sortedText(fields)) });
      return {
        provider: 'alipay',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        rawBody: form.toString(),
      };
    },
  };
}

const sortedText = (fields: Fields): string =>
  Object.keys(fields)
    .filter((name) => fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');

function contentOf(fields: Fields): Content {
  try {
    const content = JSON.parse(fields.biz_content ?? '{}');
    return typeof content === 'object' && content !== null ? content : {};
  } catch {
    return {};
  }
}
