import type { Clocks } from '../../../../platform/clocks.ts';
import { createGuard, ProviderUnavailable, someAtATime } from '../guard.ts';
import { beijingTime, fenOf, yuanOf } from '../money-on-the-wire.ts';
import type { Bill, Charge, PaymentProvider, RefundStanding } from '../provider.ts';
import { downloadBill } from './bill.ts';
import { readNotification } from './notification.ts';

/** What a merchant has at Alipay (open.alipay.com): an application with RSA2 keys. */
export type AlipaySettings = {
  readonly appId: string;
  /** Ours, PKCS#8. */
  readonly privateKeyPem: string;
  /** Alipay's, from the console of the application. */
  readonly alipayPublicKeyPem: string;
  /** `https://openapi.alipay.com/gateway.do` */
  readonly gateway: string;
  /** Where browsers find it; another address for the sandbox, which they reach through us. */
  readonly browserGateway: string;
  readonly notifyUrl: string;
  /** Origin of the cashier to which Alipay's page leads back. */
  readonly returnOrigin: string;
};

/** An answer of the gateway, as the SDK presents it: camel case, its signature checked. */
export type GatewayAnswer = {
  readonly code: string;
  readonly msg?: string;
  readonly subCode?: string;
} & Record<string, unknown>;
export type CallGateway = (method: string, bizContent: Record<string, unknown>) => Promise<GatewayAnswer>;

const ANSWER_MS_MAX = 5_000;
const OK = '10000';
/** Answers that say nothing about the matter: ask again. */
const AGAIN = /^(20000|10003)$/;
const AGAIN_SUB = /(SYSTEM_ERROR|UNKNOW-ERROR|unknow-error|aop\.ACQ)/;

/**
 * Alipay behind the port: mobile web payment (`alipay.trade.wap.pay`), query, close, refund and its query, the daily
 * bill. Signing and checking of answers is the official SDK's. A charge exists at Alipay only once the payer has opened
 * its page: until then it cannot be queried nor closed, and `time_expire` alone ends it; money that comes all the same
 * settles as late money does.
 */
export async function createAlipay(
  settings: AlipaySettings,
  { clocks }: { clocks: Clocks },
): Promise<PaymentProvider> {
  const { AlipaySdk } = await import('alipay-sdk');
  const sdk = new AlipaySdk({
    appId: settings.appId,
    privateKey: settings.privateKeyPem,
    keyType: 'PKCS8',
    alipayPublicKey: settings.alipayPublicKeyPem,
    gateway: settings.gateway,
    timeout: ANSWER_MS_MAX,
  });
  const guard = createGuard('alipay', clocks.wall);
  const call: CallGateway = (method, bizContent) =>
    guard.call(async () => {
      let answer: GatewayAnswer;
      try {
        answer = (await sdk.exec(method, { bizContent }, { validateSign: true })) as unknown as GatewayAnswer;
      } catch (error) {
        // The SDK's own message may hold what was signed: only its kind is told on.
        throw new ProviderUnavailable('alipay', `${method}: ${kindOf(error)}`);
      }
      if (AGAIN.test(answer.code) || AGAIN_SUB.test(answer.subCode ?? ''))
        throw new ProviderUnavailable('alipay', `${method}: ${answer.subCode ?? answer.code}`);
      return answer;
    });

  async function query(paymentIds: readonly string[]): Promise<Map<string, Charge>> {
    const answers = await someAtATime(paymentIds, (paymentId) =>
      call('alipay.trade.query', { out_trade_no: paymentId }),
    );
    return new Map(answers.flatMap((answer) => chargeOf(answer)).map((charge) => [charge.paymentId, charge]));
  }

  return {
    name: 'alipay',

    async create({ paymentId, purchaseId, amountFen, expiresAt }) {
      const back = `${settings.returnOrigin}/pay/${purchaseId}?from=alipay`;
      const url = sdk.pageExecute('alipay.trade.wap.pay', 'GET', {
        notify_url: settings.notifyUrl,
        return_url: back,
        bizContent: {
          out_trade_no: paymentId,
          total_amount: yuanOf(amountFen),
          subject: `大促订单 ${purchaseId}`,
          product_code: 'QUICK_WAP_WAY',
          time_expire: beijingTime(expiresAt),
          quit_url: back,
        },
      });
      return { providerRef: null, approveUrl: url.replace(settings.gateway, settings.browserGateway) };
    },

    query,

    async close(paymentIds) {
      // Refused where nobody opened the page yet (nothing to close) or where it is decided: how it stands, query tells.
      await someAtATime(paymentIds, (paymentId) => call('alipay.trade.close', { out_trade_no: paymentId }));
      return query(paymentIds);
    },

    async refund({ refundId, paymentId, amountFen }) {
      const answer = await call('alipay.trade.refund', {
        out_trade_no: paymentId,
        refund_amount: yuanOf(amountFen),
        out_request_no: refundId,
      });
      if (answer.code !== OK) return { state: 'abnormal', reason: wordsOf(answer) };
      // `Y`: money has moved with this call. A repeated request answers `N`, and so does one that is under way.
      return answer.fundChange === 'Y' ? { state: 'succeeded' } : { state: 'processing' };
    },

    async queryRefund({ refundId, paymentId }): Promise<RefundStanding> {
      const answer = await call('alipay.trade.fastpay.refund.query', {
        out_trade_no: paymentId,
        out_request_no: refundId,
      });
      if (answer.code !== OK) return { state: 'abnormal', reason: wordsOf(answer) };
      return answer.refundStatus === 'REFUND_SUCCESS' ? { state: 'succeeded' } : { state: 'processing' };
    },

    verify: async (delivery) =>
      readNotification(delivery, settings.appId, (fields) => sdk.checkNotifySignV2(fields)),

    bill: (day: string): Promise<Bill> => downloadBill(call, guard, day),
  };
}

function chargeOf(answer: GatewayAnswer): Charge[] {
  if (answer.code !== OK) return [];
  const amountFen = fenOf(String(answer.totalAmount));
  if (typeof answer.outTradeNo !== 'string' || amountFen === null) return [];
  const state =
    answer.tradeStatus === 'WAIT_BUYER_PAY'
      ? 'open'
      : answer.tradeStatus === 'TRADE_SUCCESS' || answer.tradeStatus === 'TRADE_FINISHED'
        ? 'succeeded'
        : 'closed';
  return [{ paymentId: answer.outTradeNo, providerRef: String(answer.tradeNo ?? ''), amountFen, state }];
}

const wordsOf = (answer: GatewayAnswer): string => String(answer.subCode ?? answer.code).slice(0, 120);

function kindOf(error: unknown): string {
  const { message = '' } = error instanceof Error ? error : {};
  if (/验签失败|签名/.test(message)) return 'the answer is not signed by Alipay';
  return /status: (\d+)/.exec(message)?.[0] ?? (error instanceof Error ? error.name : 'no answer');
}
