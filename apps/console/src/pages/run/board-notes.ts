import type { BoardFrame } from '@dacu/contract/api';
import { useT } from '../../i18n/setup.ts';
import { figureText, useTimes } from '../../parts/format.ts';

export type Figure = BoardFrame['figures'][number];

export const figureOf = (frame: BoardFrame, id: string): Figure | undefined =>
  frame.figures.find((figure) => figure.id === id);

/** The rows behind a frame's figures are those it counted: of its campaign, up to its position. */
export const scopeOf = ({ campaignId, position }: BoardFrame) => ({ campaign: campaignId, position });

/** What a figure of the board answers when asked: its exact value and its targets, as of when, counted where. */
export function useBoardNote(frame: BoardFrame, zone: string) {
  const t = useT();
  const at = useTimes(zone);
  return (figure: Figure) => ({
    asOf: t('note.asOf', { at: at(frame.campaignAt, 'full'), position: frame.position }),
    from: t('note.fromBoard'),
    rows: (
      [
        [t('note.value'), figure.value],
        [t('note.target'), figure.target],
        [t(frame.measure.kind === 'visits' ? 'note.paceVisits' : 'note.pace'), figure.paceTarget],
        [t('note.forecast'), figure.forecast],
      ] as const
    ).flatMap(([label, value]): [string, string][] =>
      value === null ? [] : [[label, figureText(value, figure.unit)]],
    ),
  });
}

/** Ahead by a share; from twice the plan on, as a multiple of it. Simulated visits are compared with as many of the plan. */
export function usePaceWords(measure: BoardFrame['measure']) {
  const t = useT();
  const per = measure.kind === 'visits' ? 'paceVisits' : 'pace';
  return ({ kind, share }: Pace) =>
    share >= 1
      ? t(`${per}.times`, { times: (share + 1).toFixed(1) })
      : t(`${per}.${kind}`, { share: `${Math.abs(share * 100).toFixed(1)}%` });
}

export type Pace = { readonly share: number; readonly kind: 'ahead' | 'onPace' | 'behind' };

/** Within a twentieth of what the plan asks counts as on pace. */
export function paceOf({ value, paceTarget }: Pick<Figure, 'value' | 'paceTarget'>): Pace | null {
  if (value === null || paceTarget === null || paceTarget <= 0) return null;
  const share = value / paceTarget - 1;
  return { share, kind: share > 0.05 ? 'ahead' : share < -0.05 ? 'behind' : 'onPace' };
}
