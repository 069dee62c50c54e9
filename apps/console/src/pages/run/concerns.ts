import type { BoardFrame } from '@dacu/contract/api';
import { useQuery } from '@tanstack/react-query';
import { useBoardStream } from '../../data/board-stream.tsx';
import { differencesQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { figureText } from '../../parts/format.ts';
import { figureOf, paceOf } from './board-notes.ts';

export type Concern = { readonly grade: 'bad' | 'warn'; readonly words: string; readonly to?: string };

/** Is anything wrong? What the frame itself says, worst first. The board and the top bar tell the same. */
export function useConcerns(frame: BoardFrame | null): readonly Concern[] {
  const t = useT();
  const { state } = useBoardStream();
  const apart = useQuery(differencesQuery).data?.differences.filter((one) => one.state === 'new').length ?? 0;
  if (frame === null) return state === 'lost' ? [{ grade: 'bad', words: t('watch.stream') }] : [];
  const count = (grade: string) => frame.stockHeat.filter((item) => item.grade === grade).length;
  const concerns: Concern[] = [];
  const tell = (grade: Concern['grade'], words: string, to?: string) =>
    concerns.push({ grade, words, ...(to ? { to } : {}) });
  if (state === 'lost') tell('bad', t('watch.stream'));
  if (count('black') > 0) tell('bad', t('watch.soldOut', { count: count('black') }), '/stock?grade=black');
  if (count('red') > 0) tell('warn', t('watch.red', { count: count('red') }), '/stock?grade=red');
  if (apart > 0) tell('warn', t('watch.differences', { count: apart }), '/prices?state=new');
  const paid = figureOf(frame, 'paidGmv');
  const pace = paid ? paceOf(paid) : null;
  if (pace?.kind === 'behind') {
    tell(
      pace.share < -0.2 ? 'bad' : 'warn',
      t(frame.measure.kind === 'visits' ? 'watch.behindVisits' : 'watch.behind', {
        share: `${Math.abs(pace.share * 100).toFixed(1)}%`,
      }),
    );
  }
  for (const id of ['complaintRate', 'returnRate'] as const) {
    const figure = figureOf(frame, id);
    if (figure?.value == null || figure.target === null || figure.value <= figure.target) continue;
    tell(
      'warn',
      t(`watch.${id}`, {
        value: figureText(figure.value, figure.unit),
        target: figureText(figure.target, figure.unit),
      }),
    );
  }
  return concerns;
}
