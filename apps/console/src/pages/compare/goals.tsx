import { useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { figureText } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import type { Sides } from './compare.tsx';
import { type ComparedGoal, compareGoals } from './compare-reviews.ts';
import { SideFigure } from './side-figure.tsx';

/** Which goals each of them met; goals that nothing measures are left out. */
export function Goals({ a, b }: Sides) {
  const t = useT();
  const { pick } = useLanguage();
  const goals = compareGoals(a, b).filter(({ met }) => met.a !== null || met.b !== null);
  if (goals.length === 0) return null;
  const over = (review: Sides['a']) => review.window.asOf >= review.window.endsAt;
  const metBy = (side: 'a' | 'b') =>
    over(side === 'a' ? a : b) ? goals.filter(({ met }) => met[side] === true).length : 0;
  return (
    <Panel
      title={t('compare.goals.title', { a: metBy('a'), b: metBy('b') })}
      words={t('compare.goals.words', { count: goals.length })}
    >
      <table className="co-table co-inset">
        <thead>
          <tr>
            <th>{t('plan.col.measure')}</th>
            <th colSpan={2}>{t('compare.a')}</th>
            <th colSpan={2}>{t('compare.b')}</th>
          </tr>
        </thead>
        <tbody>
          {goals.map((goal) => (
            <tr key={goal.id}>
              <td>{pick(goal.title)}</td>
              <Side goal={goal} side="a" review={a} />
              <Side goal={goal} side="b" review={b} />
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Side({ goal, side, review }: { goal: ComparedGoal; side: 'a' | 'b'; review: Sides['a'] }) {
  const t = useT();
  const met = goal.met[side];
  const running = review.window.asOf < review.window.endsAt;
  return (
    <>
      <td className="co-num">
        <SideFigure review={review} id={goal.id.split(' ')[0]!}>
          <span className="co-strong">{figureText(goal[side], goal.unit)}</span>
        </SideFigure>
        <span className="co-line co-quiet">
          {t('phases.target', { target: figureText(goal.target[side], goal.unit) })}
        </span>
      </td>
      <td>
        {met === null ? (
          <span className="co-quiet">—</span>
        ) : (
          <span className={`co-tag ${running ? '' : met ? 'is-good' : 'is-bad'}`}>
            {t(running ? 'review.running' : met ? 'review.met' : 'review.missed')}
          </span>
        )}
      </td>
    </>
  );
}
