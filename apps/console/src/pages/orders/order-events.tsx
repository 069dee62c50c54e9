import type { OpsOrderView } from '@dacu/contract/api';
import { fenText, useClockView } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';

/** Reasons that the books write; another one is shown as it stands. */
const NOTES = [
  'ordinary',
  'flash',
  'presale',
  'group',
  'gift',
  'expired',
  'cancelled',
  'noReason',
  'quality',
  'wrongItem',
  'late',
  'other',
  'delivery',
  'price',
  'service',
  'alreadyPaid',
  'holdLost',
  'priceProtection',
] as const;

/** What happened, oldest first. */
export function OrderEvents({ order }: { order: OpsOrderView }) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const noteText = (note: string) => {
    const known = NOTES.find((each) => each === note);
    return known ? t(`order.note.${known}`) : note;
  };
  return (
    <ol className="co-order-events">
      {order.events.map((event) => (
        <li key={`${event.kind} ${event.ref}`} className={`is-${event.kind}`}>
          <time dateTime={new Date(event.at).toISOString()}>
            {at(event.at, 'day')} {at(event.at, 'clockSeconds')}
          </time>
          <span>
            <strong>{t(`order.event.${event.kind}`)}</strong>
            {event.amountFen === null ? '' : ` ${fenText(event.amountFen)}`}
            {event.note && event.kind !== 'chargeAsked' ? (
              <span className="co-quiet"> · {noteText(event.note)}</span>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  );
}
