import type { ReviewDocument } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup.ts';
import { bpText, countText, useTimes } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { ReviewFigure } from './review-figure.tsx';

export type Column<Row> = { title: string; cell: (row: Row) => ReactNode; words?: boolean };

/** A table of a review: words on the left, figures on the right. */
export function Rows<Row>(props: {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  none: string;
  keyOf: (row: Row) => string;
}) {
  if (props.rows.length === 0) return <p className="co-none">{props.none}</p>;
  return (
    <div className="co-scroll">
      <table className="co-table co-inset">
        <thead>
          <tr>
            {props.columns.map(({ title, words }) => (
              <th key={title} className={words ? '' : 'co-num'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              {props.columns.map(({ title, cell, words }) => (
                <td key={title} className={words ? '' : 'co-num'}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function BestItems({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <Panel title={t('items.best')} words={t('items.bestWords')}>
      <Rows
        rows={review.bestItems}
        keyOf={(row) => row.skuId}
        none={t('items.none')}
        columns={[
          { title: t('items.col.item'), cell: (row) => pick(row.title), words: true },
          { title: t('items.col.units'), cell: (row) => countText(row.units) },
          {
            title: t('items.col.paid'),
            cell: (row) => <ReviewFigure definitionId="items">{fenText(row.paidFen)}</ReviewFigure>,
          },
          { title: t('items.col.returns'), cell: (row) => bpText(row.returnRateBp) },
        ]}
      />
    </Panel>
  );
}

export function WorstItems({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  return (
    <Panel title={t('items.worst')} words={t('items.worstWords')}>
      <Rows
        rows={review.worstItems}
        keyOf={(row) => row.skuId}
        none={t('items.none')}
        columns={[
          { title: t('items.col.item'), cell: (row) => pick(row.title), words: true },
          { title: t('items.col.views'), cell: (row) => countText(row.views) },
          { title: t('items.col.units'), cell: (row) => countText(row.units) },
          {
            title: t('items.col.paid'),
            cell: (row) => <ReviewFigure definitionId="items">{fenText(row.paidFen)}</ReviewFigure>,
          },
        ]}
      />
    </Panel>
  );
}

export function StockOuts({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(review.campaign.zone);
  const refused = review.stockOuts.reduce((sum, row) => sum + row.refusedCount, 0);
  return (
    <Panel
      title={
        review.stockOuts.length === 0
          ? t('stockOuts.noneTitle')
          : t('stockOuts.title', { count: review.stockOuts.length, refused: countText(refused) })
      }
      words={t('stockOuts.words')}
    >
      <Rows
        rows={review.stockOuts}
        keyOf={(row) => `${row.kind} ${row.id}`}
        none={t('stockOuts.none')}
        columns={[
          { title: t('items.col.item'), cell: (row) => pick(row.title), words: true },
          { title: t('stockOuts.col.kind'), cell: (row) => t(`stockOuts.kind.${row.kind}`), words: true },
          { title: t('stockOuts.col.at'), cell: (row) => at(row.soldOutAt) },
          {
            title: t('stockOuts.col.refused'),
            cell: (row) => (
              <ReviewFigure definitionId="stockOuts">{countText(row.refusedCount)}</ReviewFigure>
            ),
          },
        ]}
      />
    </Panel>
  );
}
