import { fenText, Icon, useLanguage } from '@dacu/ui';
import type { ReactNode } from 'react';
import { useT } from '../../../i18n/setup.ts';
import { countText, useTimes } from '../../../parts/format.ts';
import { CartTable } from './cart-table.tsx';
import { isWaived, type LawFinding, type PlanFinding } from './finding.ts';
import { PriceTable } from './price-table.tsx';
import { WaiveForm } from './waive-form.tsx';

type About = { readonly campaignId: string; readonly yaml: string; readonly zone: string };

/** One finding: a line that jumps to its place, and opened all that is known about it. */
export function FindingCard(props: {
  entry: PlanFinding;
  open: boolean;
  about: About;
  onToggle: () => void;
}) {
  const { entry, open, about, onToggle } = props;
  const t = useT();
  const { pick } = useLanguage();
  const waived = isWaived(entry);
  const mark = waived ? 'waived' : entry.severity;
  return (
    <li className={`fi-card is-${mark} ${open ? 'is-open' : ''}`} id={cardId(entry.key)}>
      <button type="button" aria-expanded={open} onClick={onToggle}>
        <Icon
          name={
            waived
              ? 'shield'
              : entry.severity === 'error'
                ? 'close'
                : entry.severity === 'warning'
                  ? 'alert'
                  : 'info'
          }
          size={16}
          label={t(`findings.severity.${mark}`)}
        />
        <span className="fi-card-title">
          {pick(entry.title)}
          <span className="fi-card-place">
            <code>
              {entry.line}:{entry.column}
            </code>{' '}
            <span className="co-tag">{t(`findings.source.${entry.source}`)}</span> <code>{entry.place}</code>
          </span>
        </span>
      </button>
      {open ? (
        <div className="fi-card-body">
          <Detail entry={entry} about={about} />
        </div>
      ) : null}
    </li>
  );
}

export const cardId = (key: string) => `finding-${key.replaceAll(/[^\w-]/g, '_')}`;

function Detail({ entry, about }: { entry: PlanFinding; about: About }) {
  const t = useT();
  const { pick } = useLanguage();
  if (entry.source === 'check') {
    const { found, allowed, other, suggestion } = entry.finding;
    return (
      <dl className="fi-facts">
        <Fact label={t('check.found')}>{found}</Fact>
        <Fact label={t('check.allowed')}>{allowed}</Fact>
        <Fact label={t('check.other')}>{other ? `${other.line}:${other.column} ${other.path}` : ''}</Fact>
        <Fact label={t('check.suggestion')}>{suggestion}</Fact>
      </dl>
    );
  }
  if (entry.source === 'law') return <LawDetail finding={entry.finding} about={about} />;
  const { evidence, remedy, cart, items } = entry.finding;
  return (
    <>
      <dl className="fi-facts">
        <Fact label={t('findings.evidence')}>{pick(evidence)}</Fact>
        <Fact label={t('findings.remedy')}>{pick(remedy)}</Fact>
      </dl>
      {cart ? <CartTable cart={cart} zone={about.zone} /> : null}
      {items.length > 1 ? (
        <details className="fi-items">
          <summary>{t('findings.items', { count: countText(items.length) })}</summary>
          <ul>
            {items.map((item) => (
              <li key={item.skuId}>
                <span>
                  {pick(item.title)} <code>{item.skuId}</code>
                </span>
                <span className="co-num">
                  {fenText(item.unitNetFen, true)} &lt; {fenText(item.limitFen, true)}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function LawDetail({ finding, about }: { finding: LawFinding; about: About }) {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(about.zone);
  const { article, inForceFrom, evidence, remedy, prices, waiver, severity } = finding;
  return (
    <>
      <dl className="fi-facts">
        <Fact label={t('findings.article')}>
          {pick(article)} · {t('findings.inForce', { day: inForceFrom })}
        </Fact>
        <Fact label={t('findings.evidence')}>{pick(evidence)}</Fact>
        <Fact label={t('findings.remedy')}>{pick(remedy)}</Fact>
      </dl>
      {prices ? <PriceTable prices={prices} zone={about.zone} /> : null}
      {waiver ? (
        <p className="fi-waived">
          <strong>
            {t('findings.waivedBy', { name: waiver.waivedBy, at: at(waiver.waivedAt, 'full') })}
          </strong>
          {waiver.reason}
        </p>
      ) : severity === 'error' ? (
        <WaiveForm campaignId={about.campaignId} yaml={about.yaml} finding={finding} />
      ) : null}
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
