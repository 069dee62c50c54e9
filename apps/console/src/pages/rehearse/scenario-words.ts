import type { RehearsalList, Scenario } from '@dacu/contract/client';
import type { useT } from '../../i18n/setup.ts';
import { countText } from '../../parts/format.ts';

export type Run = RehearsalList['rehearsals'][number];
type Translate = ReturnType<typeof useT>;

export const scenarioText = (t: Translate, scenario: Scenario): string => t(`rehearse.scenario.${scenario}`);

/** `Seed 7 · 1,000 visits · As planned` */
export function ranText(
  t: Translate,
  run: { readonly seed: number; readonly visits: number; readonly scenario: Scenario },
): string {
  return t('rehearse.ran', {
    seed: run.seed,
    visits: countText(run.visits),
    scenario: scenarioText(t, run.scenario),
  });
}

const MINUTE_MS = 60_000;

/** How long something takes, for people: seconds below two minutes, minutes above. */
export function durationText(t: Translate, ms: number): string {
  if (ms < 1_000) return t('rehearse.soon');
  if (ms < 2 * MINUTE_MS) return t('rehearse.seconds', { count: Math.round(ms / 1_000) });
  return t('rehearse.minutes', { count: Math.round(ms / MINUTE_MS) });
}
