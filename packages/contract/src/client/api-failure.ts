import type { ErrorCode, Problem } from '../errors/index.ts';

type Words = { readonly zh: string; readonly en: string };

/**
 * Why a call brought no answer that can be used.
 * `refused` the server said no, with its problem document · `offline` nothing reached us · `timeout` we stopped
 * waiting, the outcome is unknown · `unreadable` the answer was not what the contract says.
 */
export type FailureKind = 'refused' | 'offline' | 'timeout' | 'unreadable';

const LOCAL_WORDS: Record<Exclude<FailureKind, 'refused'>, Words> = {
  offline: {
    zh: '网络连不上。请检查网络后再试，已填写的内容会保留。',
    en: 'No connection. Check your network and try again; what you entered is kept.',
  },
  timeout: {
    zh: '等待时间太长，还没有结果。可以放心重试，不会重复提交。',
    en: 'This is taking too long and the outcome is not known yet. It is safe to try again.',
  },
  unreadable: {
    zh: '收到的内容无法识别，请刷新页面后再试。',
    en: 'The answer could not be read. Reload the page and try again.',
  },
};

export class ApiFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number;
  readonly code: ErrorCode | null;
  /** What to tell the person on the screen. */
  readonly words: Words;
  readonly requestId: string | undefined;
  readonly problem: Problem | null;

  constructor(kind: FailureKind, problem: Problem | null = null, cause?: unknown) {
    super(problem ? `${problem.code}: ${problem.detail}` : kind, { cause });
    this.name = 'ApiFailure';
    this.kind = problem ? 'refused' : kind;
    this.status = problem?.status ?? 0;
    this.code = problem?.code ?? null;
    this.words = problem?.words ?? LOCAL_WORDS[kind === 'refused' ? 'unreadable' : kind];
    this.requestId = problem?.requestId;
    this.problem = problem;
  }

  /** May the same request, under the same key, come to another end? */
  get retryable(): boolean {
    if (this.kind !== 'refused') return this.kind !== 'unreadable';
    return this.status === 429 || this.status >= 500;
  }

  /** Might the server have done it all the same? Then a retry must carry the same key. */
  get outcomeUnknown(): boolean {
    return this.kind !== 'refused' || this.status >= 500;
  }
}
