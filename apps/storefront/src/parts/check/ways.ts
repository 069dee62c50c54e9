import { CHECK_WAYS, type CheckWay } from '@dacu/engine/risk';
import { ApiFailure } from '../../data/api.ts';

/** How a refusal says that the account can be asked; null where it wants no check. */
export function waysIn(
  error: unknown,
  code: 'paymentCheckNeeded' | 'sessionNotFresh',
): readonly CheckWay[] | null {
  if (!(error instanceof ApiFailure) || error.code !== code) return null;
  const told = error.problem?.ways;
  return Array.isArray(told) ? CHECK_WAYS.filter((way) => told.includes(way)) : [];
}
