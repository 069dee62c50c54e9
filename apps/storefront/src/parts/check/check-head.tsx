import type { CheckAnswer, CheckView } from '@dacu/contract/api';
import type { CheckWay } from '@dacu/engine/risk';
import { Icon } from '@dacu/ui';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup.ts';
import './check-panel.css';

export type CheckPanelProps = {
  /** What is confirmed, in words. */
  readonly words: string;
  readonly confirmWords: string;
  /** How the account can be asked, what is offered first in front. */
  readonly ways: readonly CheckWay[];
  /** What comes after the check is on its way. */
  readonly busy: boolean;
  ask(way: CheckWay): Promise<CheckView>;
  answer(checkId: string, given: CheckAnswer): Promise<unknown>;
  /** Passed, or so it may be: whatever comes next is judged by the server. */
  onPassed(): void;
  onBack(): void;
};

export type WayProps = CheckPanelProps & { readonly toOther: (disabled: boolean) => ReactNode };

export function CheckHead({
  words,
  more,
  icon = 'shield',
  children,
}: {
  words: string;
  more?: string;
  icon?: 'shield' | 'key';
  children: ReactNode;
}) {
  const t = useT();
  return (
    <section className="panel check-panel" aria-label={t('secure.title')}>
      <Icon name={icon} size={28} />
      <div>
        <h2>{t('secure.title')}</h2>
        <p>{words}</p>
        {more ? <p>{more}</p> : null}
      </div>
      {children}
    </section>
  );
}
