import type { Clocks } from '../../../../platform/clocks.ts';
import type { Ids } from '../../../../platform/ids.ts';
import { ProviderUnavailable } from '../guard.ts';
import type { WechatpaySettings } from './client.ts';
import { authorization, isProbe } from './signing.ts';

const ANSWER_MS_MAX = 5_000;

type Method = 'GET' | 'POST';
/** As it came: nobody has looked at its signature yet. */
export type Received = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

export type Requests = {
  /** Throws `ProviderUnavailable` for no answer, 429 and 5xx. */
  exchange(method: Method, target: string, body: string): Promise<Received>;
  /** A file, whose answer carries no signature. */
  fetchFile(url: string): Promise<Response>;
};

/** Sends what we sign with the merchant's key. Which key the platform shall answer with is named where we have its public one. */
export function createRequests(
  settings: WechatpaySettings,
  { clocks, ids }: { clocks: Clocks; ids: Ids },
): Requests {
  const { publicKey } = settings.trust;

  async function fetchSigned(method: Method, url: URL, body: string): Promise<Response> {
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
          ...(publicKey === null ? {} : { 'wechatpay-serial': publicKey.keyId }),
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

  async function once(method: Method, target: string, body: string): Promise<Received> {
    const response = await fetchSigned(method, new URL(target, settings.origin), body);
    const text = await response.text();
    if (response.status === 429 || response.status >= 500)
      throw new ProviderUnavailable('wechatpay', `${target.split('?')[0]}: ${response.status}`);
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  }

  return {
    async exchange(method, target, body) {
      const received = await once(method, target, body);
      // A wrong signature on purpose, to see whether we look: every call may be repeated, so it is asked once more.
      return isProbe(received.headers) ? once(method, target, body) : received;
    },
    fetchFile: (url) => fetchSigned('GET', new URL(url), ''),
  };
}
