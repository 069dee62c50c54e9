import { useLanguage } from '@dacu/ui';
import { useDefinitions } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { MetricNote } from '../../parts/figure-note.tsx';
import { figureText } from '../../parts/format.ts';
import type { BoardProps } from './board.tsx';
import { type Figure, paceOf, scopeOf, useBoardNote, usePaceWords } from './board-notes.ts';

/** The paid amount stands above; these stand beside it in the order people ask for them. */
const ORDER = [
  'orders',
  'uv',
  'buyers',
  'revenuePerBuyer',
  'payConversion',
  'averageOrder',
  'balanceConversion',
  'newCustomers',
  'newCustomerShare',
  'returnRate',
  'complaintRate',
];

export function BoardFigures({ frame, zone }: BoardProps) {
  const t = useT();
  const { pick } = useLanguage();
  const note = useBoardNote(frame, zone);
  const definitions = useDefinitions().data;
  const place = (id: string) => (ORDER.indexOf(id) + ORDER.length + 1) % (ORDER.length + 1);
  const shown = frame.figures
    .filter(({ id }) => id !== 'paidGmv')
    .sort((one, other) => place(one.id) - place(other.id));
  return (
    <section className="co-figures" aria-label={t('figures.label')}>
      {shown.map((figure) => (
        <MetricNote
          key={figure.id}
          metric={figure.id}
          {...note(figure)}
          scope={scopeOf(frame)}
          className="is-block co-kpi"
        >
          <span className="co-kpi-name">{pick(definitions?.get(figure.id)?.name) || figure.id}</span>
          <span className="co-kpi-value">{figureText(figure.value, figure.unit)}</span>
          <Against figure={figure} measure={frame.measure} />
        </MetricNote>
      ))}
    </section>
  );
}

function Against({ figure, measure }: { figure: Figure; measure: BoardProps['frame']['measure'] }) {
  const t = useT();
  const paceWords = usePaceWords(measure);
  const pace = paceOf(figure);
  if (pace) {
    return <span className={`co-kpi-against co-pace is-${pace.kind}`}>{paceWords(pace)}</span>;
  }
  // A plan's sum for all its visits says nothing beside the few of a demonstration.
  const tooFew = measure.kind === 'visits' && figure.unit === 'count';
  if (figure.target === null || tooFew) return <span className="co-kpi-against"> </span>;
  return (
    <span className="co-kpi-against">
      {t('figures.target', { target: figureText(figure.target, figure.unit) })}
    </span>
  );
}
