import type { Deliver } from './index.ts';

const ANSWER_MS_MAX = 5_000;

/**
 * Delivers over real HTTP, as a provider would: any 2xx is “accepted”, anything else (or no answer within five seconds)
 * is tried again later.
 */
export function deliverOverHttp(options: {
  /** Where we hear notifications, for example `http://127.0.0.1:3000/api/payments/sandbox/notify`. */
  readonly notifyUrl: string;
  readonly fetch: typeof fetch;
}): Deliver {
  return async ({ signature, rawBody }) => {
    const response = await options.fetch(options.notifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sandbox-signature': signature },
      body: rawBody,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    // The connection is free again only once the body was read.
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the notify address answered ${response.status}`);
  };
}
