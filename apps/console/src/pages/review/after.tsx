import type { ReviewDocument } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { bpText, countText } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import { Rows } from './items.tsx';
import { ReviewFigure } from './review-figure.tsx';

/** What became of the deposits of each item; nothing where the campaign took none. */
export function Presales({ review: { presales } }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  if (presales.length === 0) return null;
  const sum = (of: (row: (typeof presales)[number]) => number) =>
    presales.reduce((total, row) => total + of(row), 0);
  const ended = sum((row) => row.ended);
  const paid = sum((row) => row.paid);
  const title =
    ended === 0
      ? t('presales.open', { deposits: countText(sum((row) => row.deposits)) })
      : t('presales.title', { ended: countText(ended), rate: bpText(Math.round((paid * 10_000) / ended)) });
  const money = (count: number, fen: number) =>
    count === 0 ? (
      '–'
    ) : (
      <ReviewFigure definitionId="presales">{`${countText(count)} · ${fenText(fen)}`}</ReviewFigure>
    );
  return (
    <Panel title={title} words={t('presales.words')}>
      <Rows
        rows={presales}
        keyOf={(row) => `${row.promotionId} ${row.skuId}`}
        none=""
        columns={[
          { title: t('items.col.item'), cell: (row) => pick(row.title), words: true },
          { title: t('presales.col.presale'), cell: (row) => pick(row.presale), words: true },
          { title: t('presales.col.deposits'), cell: (row) => money(row.deposits, row.depositFen) },
          { title: t('presales.col.ended'), cell: (row) => countText(row.ended) },
          { title: t('presales.col.paid'), cell: (row) => countText(row.paid) },
          {
            title: t('presales.col.conversion'),
            cell: (row) =>
              row.conversionBp === null ? (
                '–'
              ) : (
                <ReviewFigure definitionId="presales">{bpText(row.conversionBp)}</ReviewFigure>
              ),
          },
          { title: t('presales.col.forfeited'), cell: (row) => money(row.forfeited, row.forfeitedFen) },
          { title: t('presales.col.doubled'), cell: (row) => money(row.doubled, row.doubledFen) },
        ]}
      />
    </Panel>
  );
}

/** What came back of what was sent, by category, beside the rate that the plan reckons with. */
export function ReturnRates({ review: { returnRates } }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  if (returnRates.length === 0) return null;
  const measured = returnRates.filter(({ rateBp, categoryId }) => rateBp !== null && categoryId !== 'all');
  const over = measured.filter(({ rateBp, plannedBp }) => plannedBp !== null && rateBp! > plannedBp);
  const planned = returnRates.some(({ plannedBp }) => plannedBp !== null);
  const all = returnRates.find(({ categoryId }) => categoryId === 'all');
  const title =
    measured.length === 0
      ? t('returnRates.early')
      : t(over.length > 0 ? 'returnRates.over' : 'returnRates.title', {
          ...{ rate: bpText(all?.rateBp ?? 0), over: over.length },
        });
  return (
    <Panel title={title} words={t('returnRates.words')}>
      <Rows
        rows={returnRates}
        keyOf={(row) => row.categoryId}
        none=""
        columns={[
          { title: t('returnRates.col.category'), cell: (row) => pick(row.title), words: true },
          { title: t('returnRates.col.sent'), cell: (row) => countText(row.sent) },
          { title: t('returnRates.col.returned'), cell: (row) => countText(row.returned) },
          {
            title: t('returnRates.col.rate'),
            cell: (row) =>
              row.rateBp === null ? (
                '–'
              ) : (
                <ReviewFigure definitionId="returnRates">{bpText(row.rateBp)}</ReviewFigure>
              ),
          },
          ...(planned
            ? [
                {
                  title: t('returnRates.col.planned'),
                  cell: (row: (typeof returnRates)[number]) =>
                    row.plannedBp === null ? '–' : bpText(row.plannedBp),
                },
                {
                  title: t('returnRates.col.verdict'),
                  cell: (row: (typeof returnRates)[number]) => verdictOf(row, t),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

function verdictOf(
  { rateBp, plannedBp }: { readonly rateBp: number | null; readonly plannedBp: number | null },
  t: ReturnType<typeof useT>,
): string {
  if (rateBp === null || plannedBp === null) return '';
  const by = `${(Math.abs(rateBp - plannedBp) / 100).toFixed(2)}`;
  if (rateBp === plannedBp) return t('returnRates.asPlanned');
  return t(rateBp > plannedBp ? 'returnRates.above' : 'returnRates.below', { points: by });
}
