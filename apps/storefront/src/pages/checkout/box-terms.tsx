import type { BoxTerms } from '@dacu/contract/api';
import { useQueries } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { boxesQuery } from '../../data/boxes.ts';
import { useT } from '../../i18n/setup.ts';
import './box-terms.css';

type Age = 'adult' | 'minor';
type Confirmed = { readonly age: Age | null; readonly guardian: boolean; readonly final: boolean };

/** What has to be confirmed before an order with blind boxes; `terms` is null until all of it is. */
export function useBoxTerms(skuIds: readonly string[]) {
  const asked = useQueries({
    queries: skuIds.map((skuId) => ({
      ...boxesQuery(skuId),
      refetchInterval: false as const,
      staleTime: 60_000,
    })),
    combine: (answers) => {
      const pools = answers.flatMap(({ data }) => data?.boxes ?? []).map(({ pool }) => pool);
      const waiting = answers.some(({ isLoading }) => isLoading);
      return { waiting, any: pools.length > 0, guardian: pools.every(({ minors }) => minors === 'guardian') };
    },
  });
  const [confirmed, setConfirmed] = useState<Confirmed>({ age: null, guardian: false, final: false });
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLElement>(null);
  const { age, guardian, final } = confirmed;
  const old = age === 'adult' || (age === 'minor' && guardian && asked.guardian);
  const terms: BoxTerms | null =
    asked.any && age !== null && old && final
      ? { age, guardianConsent: guardian, openedIsFinal: true }
      : null;
  return {
    ...{ asked: asked.any, waiting: asked.waiting, guardian: asked.guardian, confirmed, terms, form },
    missing: missing && terms === null,
    confirm: (change: Partial<Confirmed>) => setConfirmed({ ...confirmed, ...change }),
    /** Somebody wants to go on without: says what is missing, and brings it into view. */
    ask() {
      setMissing(true);
      form.current?.scrollIntoView({ block: 'center' });
      form.current?.querySelector('input')?.focus({ preventScroll: true });
    },
  };
}

export function BoxTermsForm({ box, locked }: { box: ReturnType<typeof useBoxTerms>; locked: boolean }) {
  const t = useT();
  const { confirmed, confirm } = box;
  return (
    <section className="panel box-terms" ref={box.form} aria-labelledby="box-terms-title">
      <h2 id="box-terms-title">{t('box.terms')}</h2>
      <fieldset disabled={locked}>
        <legend className="dc-hidden">{t('box.terms')}</legend>
        {(box.guardian ? (['adult', 'minor'] as const) : (['adult'] as const)).map((age) => (
          <label key={age}>
            <input
              type="radio"
              name="box-age"
              checked={confirmed.age === age}
              onChange={() => confirm({ age, guardian: false })}
            />
            {t(`box.age.${age}`)}
          </label>
        ))}
        {confirmed.age === 'minor' ? (
          <label className="is-under">
            <input
              type="checkbox"
              checked={confirmed.guardian}
              onChange={(event) => confirm({ guardian: event.target.checked })}
            />
            {t('box.guardian')}
          </label>
        ) : null}
        <label>
          <input
            type="checkbox"
            checked={confirmed.final}
            onChange={(event) => confirm({ final: event.target.checked })}
          />
          {t('box.agree')}
        </label>
      </fieldset>
      <p className="fine-print">{t(box.guardian ? 'box.minorsGuardian' : 'box.minorsRefused')}</p>
      {box.missing ? (
        <p className="box-missing" role="alert">
          {t('box.needed')}
        </p>
      ) : null}
    </section>
  );
}
