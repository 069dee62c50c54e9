import type { QuoteView } from '@dacu/contract/api';
import { formatInstant, Icon, useLanguage } from '@dacu/ui';
import { useT } from '../i18n/setup.ts';
import { useZone } from './use-zone.ts';

type Closed = QuoteView['closed'][number];

/** Why an item may not be bought now, and when it opens. */
export function ClosedWords({ closed }: { closed: Closed }) {
  const t = useT();
  const { lang, pick } = useLanguage();
  const zone = useZone();
  const opens =
    closed.opensAt === null
      ? null
      : t('closed.opens', { time: formatInstant(closed.opensAt, zone, lang, 'moment') });
  return (
    <span>
      {pick(closed.title)} · {pick(closed.words)}
      {opens === null ? null : ` · ${opens}`}
    </span>
  );
}

/** The lines of a quote that stand in the way of an order. */
export function ClosedNotes({ quote }: { quote: QuoteView }) {
  const t = useT();
  const { pick } = useLanguage();
  if (quote.closed.length === 0) return null;
  const lines = quote.shops.flatMap((shop) => shop.lines);
  return (
    <div className="callout is-warn" role="status">
      <Icon name="clock" size={20} />
      <div>
        <strong>{t('closed.title')}</strong>
        {quote.closed.map((closed) => (
          <p key={closed.lineId}>
            {lines.length > 1
              ? `${pick(lines.find((line) => line.lineId === closed.lineId)?.title)}${t('closed.sep')}`
              : null}
            <ClosedWords closed={closed} />
          </p>
        ))}
        {lines.length > 1 ? <small>{t('closed.drop')}</small> : null}
      </div>
    </div>
  );
}
