import { createHttp, createOpsClient } from '@dacu/contract/client';

export const api = createOpsClient(
  createHttp({
    check: import.meta.env.DEV
      ? (answer, body) =>
          void import('@dacu/contract/client/checks').then((checks) => checks.checkAnswer(answer, body))
      : undefined,
  }),
);
