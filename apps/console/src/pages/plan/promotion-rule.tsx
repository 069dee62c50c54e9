import { lazy, Suspense } from 'react';

const Entry = lazy(() => import('./plan-value.tsx').then((module) => ({ default: module.PromotionEntry })));

/** Everything the file says of one promotion. The reader of plan files is fetched when a row is first opened. */
export function PromotionRule({ yaml, promotionId }: { yaml: string; promotionId: string }) {
  return (
    <Suspense fallback={<div className="co-waiting" aria-busy="true" />}>
      <Entry yaml={yaml} promotionId={promotionId} />
    </Suspense>
  );
}
