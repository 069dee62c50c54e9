import type { ReconciliationView } from '@dacu/contract/api';
import { fenText, useClockView } from '@dacu/ui';
import { Button } from 'antd';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';

type Bill = ReconciliationView['bills'][number];
type Tally = Bill['charges']['ours'];
type Which = Pick<Bill, 'provider' | 'day'>;

/** A row for each bill: both sides, what agrees, what is left. Every amount is here, so the columns can be added up. */
export function Bills(props: {
  view: ReconciliationView;
  pending: Which | null;
  onCompare: ((bill: Which) => void) | null;
}) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const { view, pending, onCompare } = props;
  if (view.bills.length === 0)
    return (
      <p className="co-bill-none">{t(view.providers.length === 0 ? 'bill.noProviders' : 'bill.noBills')}</p>
    );
  return (
    <div className="co-bill-scroll">
      <table className="co-bills">
        <caption>{t('bill.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('bill.col.day')}</th>
            <th scope="col">{t('bill.col.provider')}</th>
            <th scope="col">{t('bill.col.side')}</th>
            <th scope="col">{t('bill.col.theirs')}</th>
            <th scope="col">{t('bill.col.ours')}</th>
            <th scope="col">{t('bill.col.agreed')}</th>
            <th scope="col">{t('bill.col.apart')}</th>
            <th scope="col">{t('bill.col.fetched')}</th>
            {onCompare ? <th scope="col" aria-label={t('bill.again')} /> : null}
          </tr>
        </thead>
        {view.bills.map((bill) => (
          <tbody key={`${bill.provider} ${bill.day}`}>
            {(['charges', 'refunds'] as const).map((side) => (
              <tr key={side}>
                {side === 'charges' ? (
                  <>
                    <th scope="rowgroup" rowSpan={2}>
                      {bill.day}
                    </th>
                    <td rowSpan={2}>{t(`bill.by.${bill.provider}`)}</td>
                  </>
                ) : null}
                <td>{t(`bill.side.${side}`)}</td>
                <Amount tally={bill[side].theirs} />
                <Amount tally={bill[side].ours} />
                <Amount tally={bill[side].agreed} />
                <td className="is-number">{fenText(bill[side].theirs.fen - bill[side].ours.fen)}</td>
                {side === 'charges' ? (
                  <>
                    <td rowSpan={2}>
                      <span className={`co-tag ${bill.open > 0 ? 'is-bad' : 'is-good'}`}>
                        {bill.open > 0 ? t('bill.open', { count: bill.open }) : t('bill.agrees')}
                      </span>{' '}
                      <span className="co-quiet">{at(bill.fetchedAt, 'moment')}</span>
                    </td>
                    {onCompare ? (
                      <td rowSpan={2}>
                        <Button
                          size="small"
                          loading={pending?.day === bill.day && pending.provider === bill.provider}
                          onClick={() => onCompare({ provider: bill.provider, day: bill.day })}
                        >
                          {t('bill.again')}
                        </Button>
                      </td>
                    ) : null}
                  </>
                ) : null}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Amount({ tally }: { tally: Tally }) {
  const t = useT();
  return (
    <td className="is-number">
      {fenText(tally.fen)} <small>{t('bill.count', { count: countText(tally.count) })}</small>
    </td>
  );
}
