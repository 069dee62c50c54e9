import type { OpsCaseList } from '@dacu/contract/api';
import { useT } from '../../i18n/setup.ts';

type Row = OpsCaseList['cases'][number];

export const CASE_STATES: readonly Row['state'][] = [
  'requested',
  'approved',
  'sentBack',
  'received',
  'inspected',
  'refunded',
  'replaced',
  'refused',
  'closed',
];
export const CASE_KINDS: readonly Row['kind'][] = ['refundOnly', 'returnAndRefund', 'exchange'];
export const CASE_REASONS: readonly Row['reason'][] = [
  'noReason',
  'quality',
  'wrongItem',
  'damaged',
  'missing',
  'notArrived',
  'other',
];

const TONES: Readonly<Record<Row['state'], string>> = {
  requested: 'is-bad',
  approved: '',
  sentBack: '',
  received: 'is-warn',
  inspected: 'is-warn',
  refunded: 'is-good',
  replaced: 'is-good',
  refused: '',
  closed: '',
};

export function CaseState({ one }: { one: Pick<Row, 'state' | 'kind'> }) {
  const t = useT();
  // Agreed, and nothing to wait for but finance.
  const finance = one.kind === 'refundOnly' && one.state === 'approved';
  return (
    <span className={`co-tag ${finance ? 'is-warn' : TONES[one.state]}`}>
      {finance ? t('cases.waitsFinance') : t(`cases.state.${one.state}`)}
    </span>
  );
}
