import type { Clocks } from '../../../../platform/clocks.ts';
import type { Ids } from '../../../../platform/ids.ts';
import { type Guard, ProviderUnavailable } from '../guard.ts';
import { authorization, platformSigned } from './signing.ts';

/** What a merchant has at WeChat Pay (pay.weixin.qq.com), in the mode with the platform's public key. */
export type WechatpaySettings = {
  readonly appId: string;
  readonly merchantId: string;
  /** Number of our API certificate. */
  readonly serial: string;
  /** Ours, `apiclient_key.pem`. */
  readonly privateKeyPem: string;
  /** The 32 characters of the APIv3 key. */
  readonly apiKey: string;
  readonly platform: { readonly keyId: string; readonly publicKeyPem: string };
  /** `https://api.mch.weixin.qq.com` */
  readonly origin: string;
  readonly notifyUrl: string;
  readonly refundNotifyUrl: string;
  /** Origin of the cashier to which WeChat's page leads back. */
  readonly returnOrigin: string;
};

const ANSWER_MS_MAX = 5_000;

export type WechatAnswer = { readonly status: number; readonly body: Record<string, unknown> };
export type WechatClient = {
  /** Throws `ProviderUnavailable` for no answer, an answer that is not signed by the platform, 429 and 5xx. */
  send(method: 'GET' | 'POST', target: string, body?: object): Promise<WechatAnswer>;
  /** A file: its answer carries no signature, what it must be is known from its hash. */
  download(url: string): Promise<Buffer>;
};

export function createWechatClient(
  settings: WechatpaySettings,
  { clocks, ids, guard }: { clocks: Clocks; ids: Ids; guard: Guard },
): WechatClient {
  async function fetchSigned(method: 'GET' | 'POST', url: URL, body: string): Promise<Response> {
    const timestamp = String(Math.floor(clocks.wall.now() / 1000));
    const target = `${url.pathname}${url.search}`;
    try {
      return await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          authorization: authorization(settings, {
            ...{ method, target, timestamp, body },
            nonce: ids.next('no'),
          }),
          'user-agent': 'dacu',
          'wechatpay-serial': settings.platform.keyId,
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === '' ? {} : { body }),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
    } catch (error) {
      throw new ProviderUnavailable(
        'wechatpay',
        `${target.split('?')[0]}: ${error instanceof Error ? error.name : 'no answer'}`,
      );
    }
  }

  return {
    send: (method, target, body) =>
      guard.call(async () => {
        const sent = body === undefined ? '' : JSON.stringify(body);
        const response = await fetchSigned(method, new URL(target, settings.origin), sent);
        const text = await response.text();
        const where = `${target.split('?')[0]}: ${response.status}`;
        if (response.status === 429 || response.status >= 500)
          throw new ProviderUnavailable('wechatpay', where);
        const headers = Object.fromEntries(response.headers);
        if (!platformSigned(settings.platform, headers, text, clocks.wall.now()))
          throw new ProviderUnavailable('wechatpay', `${where}, not signed by the platform`);
        return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
      }),

    download: (url) =>
      guard.call(async () => {
        const response = await fetchSigned('GET', new URL(url), '');
        if (!response.ok) throw new ProviderUnavailable('wechatpay', `the bill: ${response.status}`);
        return Buffer.from(await response.arrayBuffer());
      }),
  };
}
