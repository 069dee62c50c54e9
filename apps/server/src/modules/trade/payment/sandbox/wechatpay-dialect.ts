/** Long because it is one protocol: what WeChat Pay APIv3 answers to each call of the adapter. */
import { createHash } from 'node:crypto';
import { addDue } from '../../../../platform/due/add-due.ts';
import { atBeijing, beijingInstant, DAY_MS, dayStart } from '../money-on-the-wire.ts';
import type { Delivery } from '../provider.ts';
import type { PlatformTrust } from '../wechatpay/client.ts';
import { platformHeaders, requestIsGenuine, seal } from '../wechatpay/signing.ts';
import { wechatpayBill } from './bills.ts';
import { createPlatformCertificates, type NextCertificate } from './certificates.ts';
import type { WireAnswer, WireRequest } from './gateway.ts';
import type { SandboxDeps } from './index.ts';
import { ensureDialectKeys, sharedSecretOf } from './keys.ts';
import { NOTIFY_KIND } from './notify.ts';
import * as store from './store.ts';

const APP_ID = 'wx0000000000000000';
const MERCHANT_ID = '1900000000';
const SERIAL = '0000000000000000000000000000000000000001';
const PLATFORM_KEY_ID = 'PUB_KEY_ID_0000000000000000000000000000000';
/** A refund to a card is never there at once. */
const REFUND_TAKES_MS = 3_000;

export type WechatSigning = 'publicKey' | 'certificates';

export type WechatDialect = {
  /** What a merchant gets from the merchant platform. */
  readonly merchant: {
    readonly appId: string;
    readonly merchantId: string;
    readonly serial: string;
    readonly privateKeyPem: string;
    readonly apiKey: string;
    readonly trust: PlatformTrust;
  };
  answer(request: WireRequest): Promise<WireAnswer>;
  /** The payer opens the address that `h5_url` named. */
  openPage(query: URLSearchParams): Promise<{ charge: store.BookedCharge; returnUrl: string | null } | null>;
  /** Null for what WeChat does not tell: only money that came or went back. */
  notification(
    charge: store.BookedCharge,
    notificationId: string,
    refund: store.BookedRefund | null,
  ): Promise<Delivery | null>;
  /** Changes the platform's certificate; resolves with the number of the new one. */
  changeCertificate(next: NextCertificate): Promise<string>;
};

type Said = { readonly status: number; readonly body?: object };
const fault = (status: number, code: string): Said => ({ status, body: { code, message: code } });

/** `signsWith`: as a merchant of the public key is spoken to, or one of the platform's certificates. */
export async function createWechatDialect(
  deps: SandboxDeps,
  origin: () => string,
  signsWith: WechatSigning,
): Promise<WechatDialect> {
  const { db, clocks, ids } = deps;
  const keys = await ensureDialectKeys(db, 'wechatpay');
  const apiKey = sharedSecretOf(keys.provider);
  const publicKey = { keyId: PLATFORM_KEY_ID, privateKeyPem: keys.provider.privatePem };
  const certificates = createPlatformCertificates(db, apiKey);
  const ours = { merchantId: MERCHANT_ID, serial: SERIAL, publicKeyPem: keys.merchant.publicPem };
  const timestamp = (): string => String(Math.floor(clocks.wall.now() / 1000));

  /** Who names the public key is answered under it; else as the merchant is set up. */
  async function signed(body: string, nonce: string, named?: string): Promise<Record<string, string>> {
    const platform =
      signsWith === 'publicKey' || named === PLATFORM_KEY_ID
        ? publicKey
        : await certificates.signer(clocks.wall.now());
    return platformHeaders(platform, { timestamp: timestamp(), nonce, body });
  }

  async function chargeOf(paymentId: string): Promise<store.BookedCharge | null> {
    const charge = (await store.readCharges(db, [paymentId])).get(paymentId);
    return charge?.dialect === 'wechatpay' ? charge : null;
  }

  async function open(body: Record<string, never>): Promise<Said> {
    const { out_trade_no, description, time_expire, notify_url, amount, appid, mchid } = body;
    const total = (amount as { total?: unknown } | undefined)?.total;
    const expiresAt = atBeijing(String(time_expire));
    if (appid !== APP_ID || mchid !== MERCHANT_ID) return fault(400, 'APPID_MCHID_NOT_MATCH');
    if (!Number.isSafeInteger(total) || (total as unknown as number) <= 0 || expiresAt === null)
      return fault(400, 'PARAM_ERROR');
    if (!/^[\w|*-]{6,32}$/.test(String(out_trade_no))) return fault(400, 'PARAM_ERROR');
    const charge = await store.putCharge(db, {
      ...{
        paymentId: String(out_trade_no),
        providerRef: ids.next('ch'),
        amountFen: Number(total),
        expiresAt,
      },
      ...{
        dialect: 'wechatpay',
        subject: String(description),
        notifyUrl: String(notify_url),
        returnUrl: null,
      },
    });
    if (charge.state === 'succeeded') return fault(400, 'ORDERPAID');
    if (charge.amountFen !== total) return fault(400, 'OUT_TRADE_NO_USED');
    const h5_url = `/api/sandbox/wechatpay/checkmweb?prepay_id=${charge.providerRef}`;
    return { status: 200, body: { h5_url } };
  }

  function presentCharge(charge: store.BookedCharge, refundedFen: number): Said {
    const over = charge.state === 'open' && clocks.campaign.now() >= charge.expiresAt;
    const state = { open: 'NOTPAY', failed: 'PAYERROR', closed: 'CLOSED', succeeded: 'SUCCESS' }[
      charge.state
    ];
    return {
      status: 200,
      body: {
        ...{ appid: APP_ID, mchid: MERCHANT_ID, out_trade_no: charge.paymentId },
        trade_state: over ? 'CLOSED' : charge.state === 'succeeded' && refundedFen > 0 ? 'REFUND' : state,
        ...(charge.state === 'succeeded' ? paidFields(charge) : {}),
        amount: { total: charge.amountFen, currency: 'CNY' },
      },
    };
  }

  async function refund(body: Record<string, never>): Promise<Said> {
    const { out_trade_no, out_refund_no, notify_url, amount } = body;
    const asked = (amount ?? {}) as { refund?: number; total?: number };
    const charge = await chargeOf(String(out_trade_no));
    if (charge === null) return fault(404, 'RESOURCE_NOT_EXISTS');
    if (charge.state !== 'succeeded' || asked.total !== charge.amountFen)
      return fault(400, 'INVALID_REQUEST');
    const refundId = String(out_refund_no);
    const fen = Number(asked.refund);
    const at = clocks.campaign.now();
    const kept = await db.transaction(async (tx) => {
      await store.lockCharge(tx, charge.providerRef);
      const known = await store.readRefund(tx, refundId);
      if (known !== null) return known;
      if (!(fen > 0) || (await store.refundedFen(tx, charge.paymentId)) + fen > charge.amountFen) return null;
      const row: store.BookedRefund = {
        ...{ refundId, paymentId: charge.paymentId, amountFen: fen, at, providerRef: ids.next('wr') },
        ...{ state: 'processing', notifyUrl: String(notify_url) },
      };
      await store.putRefund(tx, row);
      await addDue(tx, [
        {
          kind: NOTIFY_KIND,
          key: refundId,
          at: at + REFUND_TAKES_MS,
          payload: { paymentId: charge.paymentId, refundId, notificationId: ids.next('no') },
        },
      ]);
      return row;
    });
    return kept === null ? fault(400, 'NOT_ENOUGH') : { status: 200, body: refundFields(kept, charge) };
  }

  async function billAddress(day: string): Promise<Said> {
    const from = dayStart(day);
    if (Number.isNaN(from) || clocks.campaign.now() < from + DAY_MS) return fault(400, 'STATEMENT_CREATING');
    const { charges, refunds } = await store.readDay(db, 'wechatpay', from, from + DAY_MS);
    if (charges.length + refunds.length === 0) return fault(400, 'NO_STATEMENT_EXIST');
    const file = wechatpayBill({ appId: APP_ID, merchantId: MERCHANT_ID, charges, refunds });
    return {
      status: 200,
      body: {
        hash_type: 'SHA1',
        hash_value: createHash('sha1').update(file).digest('hex'),
        download_url: `${origin()}/v3/billdownload/file?token=${day}`,
      },
    };
  }

  async function carryOut({ method, url, body }: WireRequest): Promise<Said> {
    const route = `${method} ${url.pathname}`;
    const sent = body === '' ? {} : JSON.parse(body);
    if (route === 'POST /v3/pay/transactions/h5') return open(sent);
    if (route === 'POST /v3/refund/domestic/refunds') return refund(sent);
    if (route === 'GET /v3/certificates') {
      if (signsWith === 'publicKey') return fault(404, 'RESOURCE_NOT_EXISTS');
      const body = await certificates.list(clocks.wall.now(), () => ids.next('no').slice(-12));
      return { status: 200, body };
    }
    if (route === 'GET /v3/bill/tradebill') return billAddress(url.searchParams.get('bill_date') ?? '');
    const [, about] = /^GET \/v3\/refund\/domestic\/refunds\/([\w-]+)$/.exec(route) ?? [];
    if (about !== undefined) {
      const kept = await store.readRefund(db, about);
      const charge = kept === null ? null : await chargeOf(kept.paymentId);
      if (kept === null || charge === null) return fault(404, 'RESOURCE_NOT_EXISTS');
      return { status: 200, body: refundFields(kept, charge) };
    }
    const [, paymentId, close] =
      /^(?:GET|POST) \/v3\/pay\/transactions\/out-trade-no\/([\w-]+)(\/close)?$/.exec(route) ?? [];
    const charge = paymentId === undefined ? null : await chargeOf(paymentId);
    if (charge === null) return fault(404, 'ORDER_NOT_EXIST');
    if (close === undefined) return presentCharge(charge, await store.refundedFen(db, charge.paymentId));
    if (charge.state === 'succeeded') return fault(400, 'ORDERPAID');
    await store.closeOpen(db, [charge.paymentId], clocks.campaign.now());
    return { status: 204 };
  }

  return {
    merchant: {
      appId: APP_ID,
      merchantId: MERCHANT_ID,
      serial: SERIAL,
      privateKeyPem: keys.merchant.privatePem,
      apiKey,
      trust:
        signsWith === 'publicKey'
          ? {
              publicKey: { keyId: PLATFORM_KEY_ID, publicKeyPem: keys.provider.publicPem },
              certificates: false,
            }
          : { publicKey: null, certificates: true },
    },

    async answer(request) {
      const { method, url, headers, body } = request;
      const target = `${url.pathname}${url.search}`;
      const genuine = requestIsGenuine(headers.authorization ?? '', { method, target, body }, ours);
      if (genuine && url.pathname === '/v3/billdownload/file') {
        const from = dayStart(url.searchParams.get('token') ?? '');
        const day = await store.readDay(db, 'wechatpay', from, from + DAY_MS);
        return {
          status: 200,
          headers: { 'content-type': 'text/plain' },
          body: wechatpayBill({ appId: APP_ID, merchantId: MERCHANT_ID, ...day }),
        };
      }
      const said = genuine ? await carryOut(request) : fault(401, 'SIGN_ERROR');
      const text = said.body === undefined ? '' : JSON.stringify(said.body);
      return {
        status: said.status,
        headers: {
          ...(await signed(text, ids.next('no'), headers['wechatpay-serial'])),
          ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        },
        body: text,
      };
    },

    async openPage(query) {
      const charge = await store.readByRef(db, query.get('prepay_id') ?? '');
      return charge?.dialect === 'wechatpay' ? { charge, returnUrl: query.get('redirect_url') } : null;
    },

    async notification(charge, notificationId, refund) {
      if (refund === null && charge.state !== 'succeeded') return null;
      const event = refund === null ? 'TRANSACTION.SUCCESS' : `REFUND.${wordOf(refund)}`;
      const plain =
        refund === null
          ? {
              ...{ appid: APP_ID, mchid: MERCHANT_ID, out_trade_no: charge.paymentId, trade_type: 'MWEB' },
              ...{ trade_state: 'SUCCESS', ...paidFields(charge) },
              amount: { total: charge.amountFen, payer_total: charge.amountFen, currency: 'CNY' },
            }
          : {
              ...{ mchid: MERCHANT_ID, out_trade_no: charge.paymentId, transaction_id: charge.providerRef },
              ...{ out_refund_no: refund.refundId, refund_id: refund.providerRef },
              refund_status: wordOf(refund),
              amount: { total: charge.amountFen, refund: refund.amountFen },
            };
      const resource = seal(
        apiKey,
        JSON.stringify(plain),
        notificationId.slice(-12),
        refund === null ? 'transaction' : 'refund',
      );
      const rawBody = JSON.stringify({
        id: notificationId,
        create_time: beijingInstant(clocks.campaign.now()),
        event_type: event,
        resource_type: 'encrypt-resource',
        resource: { ...resource, original_type: refund === null ? 'transaction' : 'refund' },
      });
      return {
        provider: 'wechatpay',
        headers: {
          'content-type': 'application/json',
          ...(await signed(rawBody, notificationId)),
        },
        rawBody,
      };
    },

    changeCertificate: certificates.change,
  };
}

const paidFields = (charge: store.BookedCharge) => ({
  transaction_id: charge.providerRef,
  success_time: beijingInstant(charge.decidedAt ?? 0),
});

const wordOf = (refund: store.BookedRefund): string =>
  ({ processing: 'PROCESSING', succeeded: 'SUCCESS', abnormal: 'ABNORMAL' })[refund.state];

const refundFields = (refund: store.BookedRefund, charge: store.BookedCharge) => ({
  refund_id: refund.providerRef,
  out_refund_no: refund.refundId,
  transaction_id: charge.providerRef,
  out_trade_no: charge.paymentId,
  channel: 'ORIGINAL',
  status: wordOf(refund),
  amount: { total: charge.amountFen, refund: refund.amountFen, currency: 'CNY' },
});
