import { ApiFailure } from '@dacu/contract/client';
import { ERRORS } from '@dacu/contract/errors';
import type { BilingualText } from '@dacu/ui';

const UNKNOWN: BilingualText = {
  zh: '出现意外错误，请重试。',
  en: 'Something unexpected happened. Try again.',
};

/** What the person on duty reads about a failure: the registry's operator words, else what the client knows. */
export function operatorWords(error: unknown): BilingualText {
  if (!(error instanceof ApiFailure)) return UNKNOWN;
  if (error.code === 'starting' || error.code === null) return error.words;
  return ERRORS[error.code]?.operator ?? error.words;
}

export function requestIdOf(error: unknown): string | undefined {
  return error instanceof ApiFailure ? error.requestId : undefined;
}
