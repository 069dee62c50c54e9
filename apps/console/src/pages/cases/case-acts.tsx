import type { OpsCaseDetail } from '@dacu/contract/api';
import type { OpsCaseAct } from '@dacu/contract/client';
import { fenText, useLanguage } from '@dacu/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { operatorWords } from '../../parts/words-of.ts';

const STAFF = ['commander', 'service', 'finance'] as const;
const FINANCE = ['commander', 'finance'] as const;
type Asked = 'approve' | 'refuse' | 'receive' | 'refund';

export function useMoveCase(one: OpsCaseDetail, onDone?: () => void) {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: OpsCaseAct) => api.moveCase(one.caseId, act),
    onSuccess: (after) => {
      client.setQueryData(['cases', 'one', one.caseId], after);
      void message.success(t('case.done'));
      onDone?.();
    },
    onError: (error) => void message.error(pick(operatorWords(error))),
    onSettled: () => void client.invalidateQueries({ queryKey: ['cases'] }),
  });
}

/** Who may work cases through. */
export function useMayAct(): { readonly staff: boolean; readonly finance: boolean } {
  const role = useSession().data?.role;
  return {
    staff: STAFF.some((one) => one === role),
    finance: FINANCE.some((one) => one === role),
  };
}

/** What may be done now; each says what it will do before it does it. */
export function CaseActs({ one }: { one: OpsCaseDetail }) {
  const t = useT();
  const may = useMayAct();
  const [asking, setAsking] = useState<Asked | null>(null);
  const acts = (['approve', 'refuse', 'receive', 'refund'] as const).filter((act) =>
    one.allowed.includes(act),
  );
  if (acts.length === 0) return null;
  if (!may.staff) return <p className="co-quiet">{t('case.mayNot')}</p>;
  const amount = fenText(one.would?.refundFen ?? one.expectedFen ?? 0);
  const label = (act: Asked) => {
    if (act === 'refund') return t('case.act.refund', { amount });
    if (act === 'approve' && one.kind === 'refundOnly' && (!one.needsFinance || may.finance))
      return t('case.act.approve.refundOnly', { amount });
    return t(`case.act.${act}`);
  };
  return (
    <div className="co-case-acts">
      {acts.map((act) =>
        act === 'refund' && !may.finance ? (
          <span key={act} className="co-quiet">
            {t('case.financeOnly')}
          </span>
        ) : (
          <Button
            key={act}
            type={act === 'refuse' ? 'default' : 'primary'}
            danger={act === 'refuse'}
            onClick={() => setAsking(act)}
          >
            {label(act)}
          </Button>
        ),
      )}
      <ActDialog
        one={one}
        act={asking}
        amount={amount}
        title={asking === null ? '' : label(asking)}
        finance={may.finance}
        onClose={() => setAsking(null)}
      />
    </div>
  );
}

function ActDialog(props: {
  one: OpsCaseDetail;
  act: Asked | null;
  amount: string;
  title: string;
  finance: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const { one, act, amount, title, finance, onClose } = props;
  const [note, setNote] = useState('');
  const move = useMoveCase(one, onClose);
  const words = note.trim();
  const wantsFinance = act === 'approve' && one.needsFinance && one.kind === 'refundOnly' && !finance;
  const what =
    act === 'approve'
      ? wantsFinance
        ? t('case.approve.finance')
        : t(`case.approve.${one.kind}`, { amount })
      : act === 'refuse'
        ? t('case.refuse.words')
        : act === 'receive'
          ? t('case.receive.words')
          : t('case.refund.words', { amount });
  return (
    <Modal
      open={act !== null}
      title={title}
      okText={title}
      okButtonProps={{ danger: act === 'refuse', disabled: act === 'refuse' && words.length < 4 }}
      confirmLoading={move.isPending}
      onCancel={onClose}
      afterClose={() => setNote('')}
      onOk={() => {
        if (act === 'refuse') move.mutate({ on: act, note: words });
        else if (act !== null) move.mutate({ on: act, ...(words !== '' && { note: words }) });
      }}
    >
      <p>{what}</p>
      <Input.TextArea
        rows={3}
        maxLength={300}
        value={note}
        aria-label={act === 'refuse' ? t('case.refuse.note') : t('case.note')}
        placeholder={act === 'refuse' ? t('case.refuse.note') : t('case.note')}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  );
}
