import type { ReviewDocument } from '@dacu/contract/api';
import { Icon, useLanguage } from '@dacu/ui';
import { useT } from '../../i18n/setup.ts';
import { countText } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';

/** What the independent auditor looked at and found in the books. */
export function Audit({ review }: { review: ReviewDocument }) {
  const t = useT();
  const { pick } = useLanguage();
  const { checks, passed } = review.audit;
  const failed = checks.filter((check) => !check.passed).length;
  return (
    <Panel
      title={passed ? t('audit.allPassed', { count: checks.length }) : t('audit.someFailed', { failed })}
      words={t('audit.words')}
    >
      <ul className="co-audit">
        {checks.map((check) => (
          <li key={check.id} className={check.passed ? 'is-passed' : 'is-failed'}>
            <Icon
              name={check.passed ? 'check' : 'close'}
              size={16}
              label={t(check.passed ? 'audit.passed' : 'audit.failed')}
            />
            <div>
              <p>
                {pick(check.title)}{' '}
                <span className="co-quiet">{t('audit.examined', { count: countText(check.examined) })}</span>
              </p>
              {check.violations.length > 0 ? (
                <ul>
                  {check.violations.map((violation) => (
                    <li key={violation}>
                      <code>{violation}</code>
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
