import { ApiFailure } from '@dacu/contract/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

export const SESSION = ['session'] as const;

/** Wherever it shows that the session is over, the gate of the shell must know: it asks for it again, in place. */
function noticeSession(error: unknown): void {
  if (!(error instanceof ApiFailure)) return;
  if (error.code === 'notSignedIn') queryClient.setQueryData(SESSION, null);
  if (error.code === 'passwordChangeRequired') void queryClient.invalidateQueries({ queryKey: SESSION });
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSession }),
  mutationCache: new MutationCache({ onError: noticeSession }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => error instanceof ApiFailure && error.retryable && failures < 2,
    },
  },
});
