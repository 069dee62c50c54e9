import type { VenueView } from '@dacu/contract/api';
import { formatInstant, useCampaignNow, useLanguage } from '@dacu/ui';
import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/setup.ts';
import { useZone } from '../../parts/use-zone.ts';
import './phase-steps.css';

/** The strip's own padding. */
const INSET_PX = 16;

/** The season as steps: what is over, what runs, what comes and when. Read from the plan, moved by campaign time. */
export function PhaseSteps({ phases }: { phases: VenueView['phases'] }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const now = useCampaignNow(60_000);
  const list = useRef<HTMLOListElement>(null);
  const known = now !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the steps stand there
  useEffect(() => {
    // On a phone the running step may stand outside the strip; the page itself must not move for it.
    const running = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current && running) list.current.scrollLeft = running.offsetLeft - INSET_PX;
  }, [known]);
  if (phases.length < 2 || now === null) return null;
  return (
    <nav className="steps" aria-label={t('venue.steps')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what does not fit must scroll by keyboard too */}
      <ol ref={list} tabIndex={0}>
        {phases.map((phase) => {
          const state = now >= phase.endsAt ? 'over' : now >= phase.startsAt ? 'now' : 'soon';
          const day = formatInstant(phase.startsAt, zone, lang, 'day');
          const through = Math.min(1, Math.max(0, (now - phase.startsAt) / (phase.endsAt - phase.startsAt)));
          return (
            <li key={phase.id} className={`is-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="steps-track" aria-hidden="true">
                <span style={{ inlineSize: `${through * 100}%` }} />
              </span>
              <strong>{pick(phase.title)}</strong>
              <small>{t(`venue.step.${state}`, { day })}</small>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
