import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useRehearsals, useReviews } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Ended } from './ended.tsx';
import { Finished } from './finished.tsx';
import { Running } from './running.tsx';
import { StartForm } from './start-form.tsx';
import './rehearse.css';

/** Start one, watch it, see why it ended, and compare what came out. */
export function Component() {
  const t = useT();
  const query = useRehearsals();
  const reviews = useReviews();
  useNewReviews(query.data?.rehearsals.filter(({ state }) => state === 'finished').length);
  return (
    <div className="co-body">
      <PageHead title={t('rail.rehearse')} words={t('rehearse.words')} />
      <Loaded query={query}>
        {({ rehearsals, refused, waitingMax }) => (
          <>
            <StartForm rehearsals={rehearsals} refused={refused} waitingMax={waitingMax} />
            <Running rehearsals={rehearsals} mayCancel={refused !== 'forbidden'} />
            <Ended rehearsals={rehearsals} />
          </>
        )}
      </Loaded>
      <Finished query={reviews} />
    </div>
  );
}

/** One more is finished: its review is in the list now. */
function useNewReviews(finished: number | undefined): void {
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is the reason, not an input
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['reviews'], exact: true });
  }, [finished, client]);
}
