import { ERRORS, type ErrorCode } from './registry.ts';

export { ERRORS, type ErrorCode };

/** RFC 9457 problem+json as Dacu sends it. `errors` lists every finding when there can be several. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly words: { readonly zh: string; readonly en: string };
  readonly requestId?: string;
  readonly errors?: readonly unknown[];
  readonly [extra: string]: unknown;
};

/** An expected refusal on its way out. Thrown only at the HTTP edge; inside, refusals are returned values. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, extra: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** The problem document of a code; `extra` carries what a screen can act on (missing quantity, new amount …). */
export function problem(code: ErrorCode, extra: Readonly<Record<string, unknown>> = {}): Problem {
  const entry = ERRORS[code];
  return {
    type: `https://dacu.dev/errors/${code}`,
    title: entry.operator.en,
    status: entry.status,
    code,
    detail: entry.shopper.en,
    words: entry.shopper,
    ...extra,
  };
}
