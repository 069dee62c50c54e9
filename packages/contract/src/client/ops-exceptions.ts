import type { OpsExceptions } from '../api/index.ts';
import type { Http } from './http.ts';

/** What waits for a person. */
export function exceptionCalls(http: Http) {
  return {
    exceptions: () => http<OpsExceptions>({ path: '/api/ops/exceptions', answer: 'opsExceptions' }),
    tryWorkAgain: (kind: string, key: string) =>
      http<OpsExceptions>({
        method: 'POST',
        path: '/api/ops/exceptions/work',
        body: { kind, key },
        answer: 'opsExceptions',
      }),
  };
}
