import { describe, expect, it } from 'vitest';
import { problem } from '../errors/index.ts';
import { ApiFailure } from './api-failure.ts';
import { createHttp } from './http.ts';

function answering(status: number, body: string) {
  const seen: { url: string; init: RequestInit }[] = [];
  const http = createHttp({
    fetch: async (url, init) => {
      seen.push({ url: String(url), init: init ?? {} });
      return new Response(body === '' ? null : body, { status });
    },
  });
  return { http, seen };
}

describe('one call', () => {
  it('sends body, query and idempotency key, and leaves empty parameters away', async () => {
    const { http, seen } = answering(200, '{"ok":true}');
    await http({
      method: 'POST',
      path: '/api/x',
      query: { q: '年货', category: undefined, sort: '' },
      body: { a: 1 },
      key: 'k1',
      answer: 'x',
    });
    expect(seen[0]?.url).toBe('/api/x?q=%E5%B9%B4%E8%B4%A7');
    expect(seen[0]?.init.headers).toMatchObject({
      'idempotency-key': 'k1',
      'content-type': 'application/json',
    });
    expect(seen[0]?.init.headers).not.toHaveProperty('idempotency-retry');
    expect(seen[0]?.init.body).toBe('{"a":1}');
  });

  it('says when the same key goes out again', async () => {
    const { http, seen } = answering(200, '{}');
    await http({ method: 'POST', path: '/api/x', key: 'k1', again: true, answer: 'x' });
    expect(seen[0]?.init.headers).toMatchObject({ 'idempotency-key': 'k1', 'idempotency-retry': '1' });
  });

  it('a refusal carries its code, its words and what the screen can act on', async () => {
    const { http } = answering(409, JSON.stringify(problem('priceChanged', { payFen: 900 })));
    const failure = await http({ path: '/api/x', answer: 'x' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiFailure);
    expect(failure).toMatchObject({ kind: 'refused', code: 'priceChanged', status: 409, retryable: false });
    expect((failure as ApiFailure).problem?.payFen).toBe(900);
  });

  it('a bad gateway that speaks HTML is a failure that may be retried', async () => {
    const { http } = answering(502, '<html>');
    const failure = (await http({ path: '/api/x', answer: 'x' }).catch(
      (error: unknown) => error,
    )) as ApiFailure;
    expect([failure.retryable, failure.outcomeUnknown]).toEqual([true, true]);
  });

  it('no network is told apart from no answer in time', async () => {
    const lost = createHttp({ fetch: () => Promise.reject(new TypeError('failed to fetch')) });
    await expect(lost({ path: '/x', answer: 'x' })).rejects.toMatchObject({ kind: 'offline' });
    const slow = createHttp({
      timeoutMs: 5,
      fetch: (_, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    });
    await expect(slow({ path: '/x', answer: 'x' })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('an answer that was asked for no longer is not reported as a failure', async () => {
    const leave = new AbortController();
    const http = createHttp({
      fetch: (_, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    });
    const waiting = http({ path: '/x', answer: 'x', signal: leave.signal });
    leave.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
