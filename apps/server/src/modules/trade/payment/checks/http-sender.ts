import { createHmac } from 'node:crypto';
import type { WallClock } from '../../../../platform/clocks.ts';
import type { MessageSender } from './messages.ts';

const ANSWER_MS_MAX = 5_000;

/**
 * Hands messages over by HTTP, to the gateway of whoever runs the sale. `POST url`, JSON `{messageId, phone, text}`, with
 * `dacu-signature: t=<wall ms>,sha256=<base64 of HMAC-SHA256 over "t.body" under the key>`. A 2xx means that it was taken
 * over; a `messageId` that comes twice is one message. Anything else, or no answer within five seconds, means that it was
 * not. Redirects are not followed: what is sent is meant for one address.
 */
export function createHttpSender(options: {
  readonly url: string;
  readonly key: string;
  readonly fetch: typeof fetch;
  readonly wall: WallClock;
}): MessageSender {
  return {
    async send({ messageId, phone, text }) {
      const body = JSON.stringify({ messageId, phone, text });
      const at = options.wall.now();
      const mac = createHmac('sha256', options.key).update(`${at}.${body}`).digest('base64');
      const response = await options.fetch(options.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'dacu-signature': `t=${at},sha256=${mac}` },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
      // The connection is free again only once the body was read; what it says may repeat the text, so nobody keeps it.
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`the message gateway answered ${response.status}`);
    },
  };
}
