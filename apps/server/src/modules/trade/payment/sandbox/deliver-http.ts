import type { Deliver } from './index.ts';

const ANSWER_MS_MAX = 5_000;

/**
 * Delivers over real HTTP, as the providers would: to the address that the charge was asked with, and otherwise to
 * `notifyUrl`. Any 2xx is “accepted”, from Alipay's side only with the word `success`; anything else (or no answer within
 * five seconds) is tried again later.
 */
export function deliverOverHttp(options: {
  /** Where we hear the sandbox's own words, for example `http://127.0.0.1:3000/api/payments/sandbox/notify`. */
  readonly notifyUrl: string;
  readonly fetch: typeof fetch;
}): Deliver {
  return async ({ provider, headers, rawBody }, notifyUrl) => {
    const response = await options.fetch(notifyUrl ?? options.notifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: rawBody,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    // The connection is free again only once the body was read.
    const said = await response.text();
    if (!response.ok || (provider === 'alipay' && said !== 'success'))
      throw new Error(`the notify address answered ${response.status}`);
  };
}
