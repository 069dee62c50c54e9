import type { PurchasePresale, PurchaseView } from '@dacu/contract/api';
import { fenText, useCampaignNow } from '@dacu/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { laterApi } from '../../data/later.ts';
import { giveUpOf, useBalanceDue } from '../../data/presale.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { Sheet } from '../../parts/sheet.tsx';

/** Between the payments of a pre-sale: the way to the balance, and giving up after being told what it costs. */
export function PresaleActions({
  purchase,
  presale,
  onDone,
}: {
  purchase: PurchaseView;
  presale: PurchasePresale;
  onDone: () => void;
}) {
  const t = useT();
  const notice = useNotice();
  const words = useFailureWords();
  const now = useCampaignNow(60_000);
  const due = useBalanceDue(purchase);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const { refundFen, keptFen } = giveUpOf(presale, now ?? 0);
  const giveUp = useMutation({
    mutationFn: () => laterApi.giveUpPresale(purchase.purchaseId, { expectedRefundFen: refundFen }),
    onSuccess: () => notice({ words: t('presale.gaveUp') }),
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
    onSettled: () => {
      close();
      onDone();
    },
  });
  return (
    <>
      <button type="button" className="dc-button" onClick={() => setOpen(true)}>
        {t('presale.giveUp')}
      </button>
      {due ? (
        <Link className="dc-button is-main" to={due.path}>
          {t('presale.toBalance', { amount: fenText(due.fen) })}
        </Link>
      ) : null}
      <Sheet open={open} title={t('presale.giveUpTitle')} onClose={close}>
        <p className="sheet-words">
          {keptFen > 0
            ? t('presale.giveUpLose', { refund: fenText(refundFen), kept: fenText(keptFen) })
            : t('presale.giveUpAll', { refund: fenText(refundFen) })}
        </p>
        <div className="form-actions">
          <button type="button" className="dc-button" onClick={close}>
            {t('presale.giveUpKeep')}
          </button>
          <button
            type="button"
            className="dc-button is-danger"
            disabled={giveUp.isPending || now === null}
            onClick={() => giveUp.mutate()}
          >
            {t('presale.giveUp')}
          </button>
        </div>
      </Sheet>
    </>
  );
}
