import type { Problem } from '../errors/index.ts';
import { ApiFailure } from './api-failure.ts';

/** Looks at an answer against its schema. Development passes one (see `checks.ts`); production trusts its own server. */
export type AnswerCheck = (answer: string, body: unknown) => void;

export type HttpOptions = {
  /** '' for the page's own origin. */
  readonly baseUrl?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly timeoutMs?: number;
  readonly check?: AnswerCheck | undefined;
};

export type Call = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** Files and fields, sent as multipart instead of `body`; the browser writes the boundary. */
  readonly form?: FormData;
  /** Waits this long instead of the client's own time. */
  readonly timeoutMs?: number;
  /** Sent as `Idempotency-Key`; see `attempts.ts`. */
  readonly key?: string;
  /** The same key went out before and its answer never came: sent as `Idempotency-Retry: 1`. */
  readonly again?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Name of the schema in `@dacu/contract/api`. */
  readonly answer: string;
};

export type Http = <Answer>(call: Call) => Promise<Answer>;

const TIMEOUT_MS = 10_000;

/**
 * One JSON call: sends, waits at most `timeoutMs`, answers the parsed body or throws an `ApiFailure`.
 * An abort by the caller's own signal is thrown as it is: it is no failure, nobody waits for the answer any more.
 */
export function createHttp(options: HttpOptions = {}): Http {
  const { baseUrl = '', timeoutMs = TIMEOUT_MS, check } = options;
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => globalThis.fetch(...args));
  return async <Answer>(call: Call): Promise<Answer> => {
    const timeout = AbortSignal.timeout(call.timeoutMs ?? timeoutMs);
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    let response: Response;
    let body: unknown;
    try {
      response = await send(`${baseUrl}${call.path}${queryOf(call.query)}`, {
        method: call.method ?? 'GET',
        headers: {
          accept: 'application/json',
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
          ...(call.again ? { 'idempotency-retry': '1' } : {}),
        },
        ...(call.form ? { body: call.form } : {}),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        credentials: 'same-origin',
        signal,
      });
      const raw = await response.text();
      body = raw === '' ? null : parse(raw);
    } catch (error) {
      if (call.signal?.aborted) throw error;
      if (error instanceof ApiFailure) throw error;
      throw new ApiFailure(timeout.aborted ? 'timeout' : 'offline', null, error);
    }
    if (!response.ok) throw new ApiFailure('unreadable', isProblem(body) ? body : gateway(response.status));
    if (body === undefined) throw new ApiFailure('unreadable');
    check?.(call.answer, body);
    return body as Answer;
  };
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'words' in body;
}

/** An error from something in front of the server (a proxy, a load balancer), which speaks no problem+json. */
function gateway(status: number): Problem | null {
  if (status < 500) return null;
  return {
    type: 'about:blank',
    title: `HTTP ${status}`,
    status,
    code: 'starting',
    detail: `HTTP ${status}`,
    words: {
      zh: '服务暂时不可用，请稍候再试。',
      en: 'The service is not available for a moment. Please try again.',
    },
  };
}

function queryOf(query: Call['query']): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
