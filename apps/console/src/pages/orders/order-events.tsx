import type { OpsOrderView } from '@dacu/contract/api';
import { fenText, useClockView } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import { useTimes } from '../../parts/format.ts';

/** All that happened, oldest first. What nobody has put into words yet is shown by its name in the books. */
export function OrderEvents({ order }: { order: OpsOrderView }) {
  const at = useTimes(useClockView()?.zone);
  const words = useWords();
  return (
    <ol className="co-order-events">
      {order.story.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a story only grows at its end
        <li key={index} className={toneOf(event.kind)}>
          <time dateTime={new Date(event.at).toISOString()}>
            {at(event.at, 'day')} {at(event.at, 'clockSeconds')}
          </time>
          <span title={event.ref ?? undefined}>
            <strong>{words('story', event.kind)}</strong>
            {event.amountFen === null ? '' : ` ${fenText(event.amountFen)}`}
            {event.note === null ? null : (
              <span className="co-quiet"> · {words('order.note', event.note)}</span>
            )}
            {event.by === null ? null : (
              <span className="co-quiet"> · {event.operator ?? words('story.by', event.by)}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** A word of the books as people say it; one without is shown as it stands. */
function useWords() {
  const t = useT();
  return (of: string, name: string) => {
    const key = `${of}.${name}`;
    const found = t(key as MessageKey);
    return found === key ? name : found;
  };
}

const TONES: readonly (readonly [RegExp, string])[] = [
  [/\.(paid|delivered|collected|completed)$/, 'is-good'],
  [/\.(failed|opened|refused|forfeited|lost|disputed|late)$/, 'is-bad'],
  [/\.(refunded|protected|requested|closed)$/, 'is-back'],
];

function toneOf(kind: string): string {
  return TONES.find(([pattern]) => pattern.test(kind))?.[1] ?? '';
}
