import type { Clocks } from '../../../../platform/clocks.ts';
import type { Ids } from '../../../../platform/ids.ts';
import type { Log } from '../../../../platform/log.ts';
import { createGuard, someAtATime } from '../guard.ts';
import { beijingInstant } from '../money-on-the-wire.ts';
import type { Charge, PaymentProvider, RefundStanding } from '../provider.ts';
import { downloadBill } from './bill.ts';
import { createCertificates } from './certificates.ts';
import { createWechatClient, type WechatAnswer, type WechatpaySettings } from './client.ts';
import { readNotification, refundStanding } from './notification.ts';
import { createPublicKeys, eitherOf } from './platform-keys.ts';
import { createRequests } from './request.ts';

export type { WechatpaySettings } from './client.ts';

/**
 * WeChat Pay APIv3 behind the port: payment in a mobile browser (H5), query, close, refunds, the trade bill. Requests
 * are signed here and every answer's signature is checked before a word of it is read.
 */
export function createWechatpay(
  settings: WechatpaySettings,
  { clocks, ids, log }: { clocks: Clocks; ids: Ids; log: Pick<Log, 'error'> },
): PaymentProvider {
  const requests = createRequests(settings, { clocks, ids });
  const { publicKey, certificates } = settings.trust;
  const own = publicKey === null ? [] : [createPublicKeys(publicKey)];
  const { apiKey } = settings;
  const keys = eitherOf([
    ...own,
    ...(certificates
      ? [createCertificates({ requests, apiKey, beside: eitherOf(own), wall: clocks.wall, log })]
      : []),
  ]);
  const guard = createGuard('wechatpay', clocks.wall);
  const client = createWechatClient({ requests, keys, clocks, guard });
  const { appId: appid, merchantId: mchid } = settings;

  async function query(paymentIds: readonly string[]): Promise<Map<string, Charge>> {
    const answers = await someAtATime(paymentIds, (paymentId) =>
      client.send('GET', `/v3/pay/transactions/out-trade-no/${paymentId}?mchid=${mchid}`),
    );
    const charges = answers.flatMap(({ status, body }) => (status === 200 ? chargeOf(body) : []));
    return new Map(charges.map((charge) => [charge.paymentId, charge]));
  }

  return {
    name: 'wechatpay',

    async create({ paymentId, purchaseId, amountFen, expiresAt, payerIp }) {
      const answer = await client.send('POST', '/v3/pay/transactions/h5', {
        ...{ appid, mchid },
        description: `大促订单 ${purchaseId}`,
        out_trade_no: paymentId,
        time_expire: beijingInstant(expiresAt),
        notify_url: settings.notifyUrl,
        amount: { total: amountFen, currency: 'CNY' },
        scene_info: { payer_client_ip: payerIp, h5_info: { type: 'Wap' } },
      });
      if (answer.status !== 200 || typeof answer.body.h5_url !== 'string')
        throw new Error(`wechatpay opened no charge: ${wordsOf(answer)}`);
      const back = encodeURIComponent(`${settings.returnOrigin}/pay/${purchaseId}?from=wechatpay`);
      return { providerRef: null, approveUrl: `${answer.body.h5_url}&redirect_url=${back}` };
    },

    query,

    async close(paymentIds) {
      // Refused where it is decided: how it stands, query tells.
      await someAtATime(paymentIds, (paymentId) =>
        client.send('POST', `/v3/pay/transactions/out-trade-no/${paymentId}/close`, { mchid }),
      );
      return query(paymentIds);
    },

    async refund({ refundId, paymentId, amountFen, totalFen }) {
      const answer = await client.send('POST', '/v3/refund/domestic/refunds', {
        out_trade_no: paymentId,
        out_refund_no: refundId,
        notify_url: settings.refundNotifyUrl,
        amount: { refund: amountFen, total: totalFen, currency: 'CNY' },
      });
      return standingOf(answer);
    },

    async queryRefund({ refundId }) {
      return standingOf(await client.send('GET', `/v3/refund/domestic/refunds/${refundId}`));
    },

    verify: (delivery, nowWall) => readNotification(settings, keys, delivery, nowWall),

    bill: (day: string) => downloadBill(client, day),
  };
}

const STATES: Readonly<Record<string, Charge['state']>> = {
  SUCCESS: 'succeeded',
  // Paid, and some of it sent back since.
  REFUND: 'succeeded',
  NOTPAY: 'open',
  USERPAYING: 'open',
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'failed',
};

function chargeOf(body: Record<string, unknown>): Charge[] {
  const state = STATES[String(body.trade_state)];
  const amount = body.amount as { total?: unknown } | undefined;
  if (state === undefined || typeof body.out_trade_no !== 'string') return [];
  return [
    {
      paymentId: body.out_trade_no,
      providerRef: String(body.transaction_id ?? ''),
      // An order that nobody paid may carry no amount; then there is nothing to compare either.
      amountFen: typeof amount?.total === 'number' ? amount.total : null,
      state,
    },
  ];
}

function standingOf(answer: WechatAnswer): RefundStanding {
  if (answer.status !== 200) return { state: 'abnormal', reason: wordsOf(answer) };
  return refundStanding(String(answer.body.status));
}

const wordsOf = ({ status, body }: WechatAnswer): string =>
  `${status} ${String(body.code ?? '')}`.slice(0, 120);
