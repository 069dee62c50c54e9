import { REHEARSAL_SEED_MAX, REHEARSAL_VISITS, SCENARIOS, type Scenario } from '@dacu/contract/client';
import { useSearchParams } from 'react-router';

export type Asked = {
  readonly from: 'edition' | 'draft';
  /** Null: the first there is. */
  readonly editionId: string | null;
  readonly seed: number;
  readonly visits: number;
  readonly scenario: Scenario;
};

const USUAL = { seed: 7, visits: 2_000 } as const;

/** What is asked for, kept in the address. */
export function useAsked(): readonly [Asked, (change: Partial<Asked>) => void] {
  const [params, setParams] = useSearchParams();
  const asked: Asked = {
    from: params.get('from') === 'draft' ? 'draft' : 'edition',
    editionId: params.get('edition'),
    seed: whole(params.get('seed'), USUAL.seed, 0, REHEARSAL_SEED_MAX),
    visits: whole(params.get('visits'), USUAL.visits, REHEARSAL_VISITS.min, REHEARSAL_VISITS.max),
    scenario: SCENARIOS.find((id) => id === params.get('scenario')) ?? 'base',
  };
  const ask = (change: Partial<Asked>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(change))
          before.set(name === 'editionId' ? 'edition' : name, String(value));
        return before;
      },
      { replace: true },
    );
  return [asked, ask];
}

function whole(text: string | null, fallback: number, min: number, max: number): number {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= min && value <= max ? value : fallback;
}
