import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '@dacu/contract/errors';

type WithHeaders = { readonly headers: IncomingHttpHeaders };

/** The Idempotency-Key of a request: 1–128 visible ASCII characters. Refuses with `idempotencyKeyMissing`. */
export function idempotencyKeyOf(request: WithHeaders): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') throw new Refusal('idempotencyKeyMissing');
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw new Refusal('invalidRequest', {
      errors: [{ path: 'Idempotency-Key', message: '1–128 visible ASCII characters' }],
    });
  return key;
}

/** The client has sent this request under this key before (`Idempotency-Retry`). */
export function isRetry(request: WithHeaders): boolean {
  return request.headers['idempotency-retry'] !== undefined;
}
