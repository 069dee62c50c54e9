import type { z } from 'zod';
import type { differencesCompared, OpsDifferences, OpsProtections } from '../api/index.ts';
import type { Http } from './http.ts';

export type DifferencesCompared = z.infer<typeof differencesCompared>;

/** What the plan promises on prices: the same in stores, and protected when they fall. */
export function priceCalls(http: Http) {
  return {
    differences: () => http<OpsDifferences>({ path: '/api/ops/price-differences', answer: 'opsDifferences' }),
    compareDifferences: () =>
      http<DifferencesCompared>({
        method: 'POST',
        path: '/api/ops/price-differences/compare',
        body: {},
        answer: 'differencesCompared',
      }),
    moveDifference: (differenceId: string, state: 'acknowledged' | 'solved', note?: string) =>
      http<OpsDifferences>({
        method: 'POST',
        path: `/api/ops/price-differences/${encodeURIComponent(differenceId)}`,
        body: { state, ...(note === undefined ? {} : { note }) },
        answer: 'opsDifferences',
      }),
    protections: (query: { cursor?: string | undefined; limit?: number }) =>
      http<OpsProtections>({ path: '/api/ops/protections', query, answer: 'opsProtections' }),
  };
}
