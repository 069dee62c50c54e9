import type { Clocks } from '../../../../platform/clocks.ts';
import { type Guard, ProviderUnavailable } from '../guard.ts';
import type { PlatformKeys } from './platform-keys.ts';
import type { Requests } from './request.ts';
import { platformSigned } from './signing.ts';

/** What a merchant has at WeChat Pay (pay.weixin.qq.com). */
export type WechatpaySettings = {
  readonly appId: string;
  readonly merchantId: string;
  /** Number of our API certificate. */
  readonly serial: string;
  /** Ours, `apiclient_key.pem`. */
  readonly privateKeyPem: string;
  /** The 32 characters of the APIv3 key. */
  readonly apiKey: string;
  readonly trust: PlatformTrust;
  /** `https://api.mch.weixin.qq.com` */
  readonly origin: string;
  readonly notifyUrl: string;
  readonly refundNotifyUrl: string;
  /** Origin of the cashier to which WeChat's page leads back. */
  readonly returnOrigin: string;
};

/**
 * Whose signatures are the platform's: under its public key (微信支付公钥), under its certificates (平台证书), which are
 * fetched, or, while a merchant moves from one to the other, under either.
 */
export type PlatformTrust = {
  readonly publicKey: { readonly keyId: string; readonly publicKeyPem: string } | null;
  readonly certificates: boolean;
};

export type WechatAnswer = { readonly status: number; readonly body: Record<string, unknown> };
export type WechatClient = {
  /** Throws `ProviderUnavailable` for no answer, an answer that is not signed by the platform, 429 and 5xx. */
  send(method: 'GET' | 'POST', target: string, body?: object): Promise<WechatAnswer>;
  /** A file: its answer carries no signature, what it must be is known from its hash. */
  download(url: string): Promise<Buffer>;
};

export function createWechatClient(parts: {
  readonly requests: Requests;
  readonly keys: PlatformKeys;
  readonly clocks: Clocks;
  readonly guard: Guard;
}): WechatClient {
  const { requests, keys, clocks, guard } = parts;
  return {
    send: (method, target, body) =>
      guard.call(async () => {
        const sent = body === undefined ? '' : JSON.stringify(body);
        const { status, headers, text } = await requests.exchange(method, target, sent);
        if (!(await platformSigned(keys, headers, text, clocks.wall.now())))
          throw new ProviderUnavailable(
            'wechatpay',
            `${target.split('?')[0]}: ${status}, not signed by the platform`,
          );
        return { status, body: text === '' ? {} : JSON.parse(text) };
      }),

    download: (url) =>
      guard.call(async () => {
        const response = await requests.fetchFile(url);
        if (!response.ok) throw new ProviderUnavailable('wechatpay', `the bill: ${response.status}`);
        return Buffer.from(await response.arrayBuffer());
      }),
  };
}
