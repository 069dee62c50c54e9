import { openCombining, type Pairing, type Promotion } from '@dacu/engine/pricing';
import { EmptyState, useLanguage } from '@dacu/ui';
import { Fragment, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../../i18n/setup.ts';
import { countText } from '../../../parts/format.ts';
import { Panel } from '../../../parts/page-head.tsx';
import { MatrixPair, pairTone } from './matrix-pair.tsx';
import { useLayerName } from './promotion-words.ts';
import { combiningItems, type Sale } from './sale.ts';
import { usePairings } from './use-pairings.ts';

/** Who combines with whom, pair by pair, as the engine answers it for the goods of the catalogue. `?pair=one,other` */
export function Matrix({ sale, zone }: { sale: Sale; zone: string }) {
  const t = useT();
  const [params] = useSearchParams();
  const combining = useMemo(
    () =>
      openCombining(sale.compiled.promotions, {
        profile: sale.compiled.profile,
        items: combiningItems(sale),
        freight: sale.freight,
      }),
    [sale],
  );
  const pairings = usePairings(combining);
  const [oneId = '', otherId = ''] = (params.get('pair') ?? '').split(',');
  const chosen = [oneId, otherId].map((id) => combining.promotions.find((one) => one.id === id));
  if (combining.promotions.length < 2)
    return (
      <div className="co-panel">
        <EmptyState icon="columns" title={t('wb.matrix.none')} words={t('wb.matrix.noneWords')} />
      </div>
    );
  return (
    <div className="wb-matrix-page">
      <Panel
        title={t('wb.matrix.title')}
        words={
          pairings.left > 0
            ? t('wb.matrix.working', { left: countText(pairings.left) })
            : t('wb.matrix.done', { pairs: countText(pairings.all), ms: countText(pairings.tookMs) })
        }
      >
        <Legend counts={pairings.counts} />
        <Grid shown={combining.promotions} of={pairings.of} pair={[oneId, otherId]} />
      </Panel>
      <MatrixPair
        sale={sale}
        one={chosen[0]}
        other={chosen[1]}
        pairing={chosen[0] && chosen[1] && chosen[0] !== chosen[1] ? pairings.of(oneId, otherId) : undefined}
        zone={zone}
      />
    </div>
  );
}

const KINDS = ['sameGoods', 'sameCart', 'never'] as const;

function Legend({ counts }: { counts: Readonly<Record<Pairing['kind'], number>> }) {
  const t = useT();
  return (
    <ul className="wb-legend">
      {KINDS.map((kind) => (
        <li key={kind}>
          <i className={`wb-cell is-${kind}`} aria-hidden="true" /> {t(`wb.pair.${kind}`)}{' '}
          <span className="co-quiet">{countText(counts[kind])}</span>
        </li>
      ))}
    </ul>
  );
}

function Grid(props: {
  shown: readonly Promotion[];
  of: (one: string, other: string) => Pairing | undefined;
  pair: readonly [string, string];
}) {
  const { shown, of, pair } = props;
  const t = useT();
  const { pick } = useLanguage();
  const layerName = useLayerName();
  const [params] = useSearchParams();
  const to = (one: string, other: string) => {
    const next = new URLSearchParams(params);
    next.set('pair', `${one},${other}`);
    return `?${next}`;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="wb-grid-scroll" aria-label={t('wb.matrix.title')} tabIndex={0}>
      <table className="wb-grid">
        <caption className="dc-hidden">{t('wb.matrix.caption')}</caption>
        <thead>
          <tr>
            <td />
            {shown.map(({ id, title }, i) => (
              <th key={id} scope="col" title={pick(title)} className={id === pair[1] ? 'is-here' : ''}>
                <span className="dc-hidden">{pick(title)}</span>
                <span aria-hidden="true">{i + 1}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((one, row) => (
            <Fragment key={one.id}>
              {row === 0 || shown[row - 1]!.layer !== one.layer ? (
                <tr className="wb-grid-layer">
                  <th scope="rowgroup">{layerName(one.layer)}</th>
                  <td colSpan={shown.length} />
                </tr>
              ) : null}
              <tr className={one.id === pair[0] ? 'is-here' : ''}>
                <th scope="row" title={pick(one.title)}>
                  <span className="wb-no">{row + 1}</span> {pick(one.title)}
                </th>
                {shown.map((other) => {
                  if (other.id === one.id) return <td key={other.id} className="is-self" />;
                  const pairing = of(one.id, other.id);
                  const here = pair[0] === one.id && pair[1] === other.id;
                  const words = pairing ? t(`wb.pair.${pairing.kind}`) : t('wb.pair.working');
                  return (
                    <td key={other.id}>
                      <Link
                        to={to(one.id, other.id)}
                        replace
                        preventScrollReset
                        className={`wb-cell ${pairing ? `is-${pairing.kind} ${pairTone(pairing)}` : ''} ${here ? 'is-chosen' : ''}`}
                        aria-current={here ? 'true' : undefined}
                        title={`${pick(one.title)} × ${pick(other.title)} · ${words}`}
                        tabIndex={here || (pair[0] === '' && row === 0 && other === shown[1]) ? 0 : -1}
                        onKeyDown={moveFocus}
                      >
                        <span className="dc-hidden">{words}</span>
                      </Link>
                    </td>
                  );
                })}
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Arrow keys walk the cells; layer rows and the diagonal are stepped over. */
function moveFocus(event: React.KeyboardEvent<HTMLAnchorElement>): void {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const cell = event.currentTarget.closest('td');
  const row = cell?.closest('tr');
  if (!step || !cell || !row) return;
  event.preventDefault();
  const rows = [...(row.parentElement?.querySelectorAll('tr:not(.wb-grid-layer)') ?? [])];
  let [y, x] = [rows.indexOf(row), cell.cellIndex];
  for (;;) {
    y += step[0]!;
    x += step[1]!;
    const target = (rows[y] as HTMLTableRowElement | undefined)?.cells[x];
    if (!target || x === 0) return;
    const link = target.querySelector('a');
    if (link) {
      link.focus();
      return;
    }
  }
}
