import type { PurchaseView, ReturnOptions } from '@dacu/contract/api';
import type { ReturnRequest } from '@dacu/contract/client';
import { fenText, useLanguage } from '@dacu/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../data/api.ts';
import { returnOptionsQuery } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import { useFailureWords } from '../../parts/failure.tsx';
import { giftsDue, KeptGifts, useGiftChoice } from '../../parts/kept-gifts.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { plateOf } from '../../parts/product-card.tsx';
import { Stepper } from '../../parts/stepper.tsx';

const REASONS = ['noReason', 'quality', 'wrongItem', 'late', 'other'] as const;

/** How many of each line go back. What is refunded is the server's to say: it follows the frozen shares. */
export function ReturnForm({ purchase, onDone }: { purchase: PurchaseView; onDone: () => void }) {
  const t = useT();
  const { pick } = useLanguage();
  const notice = useNotice();
  const words = useFailureWords();
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const [reason, setReason] = useState<ReturnRequest['reason']>('noReason');
  const options = useQuery(returnOptionsQuery(purchase.purchaseId)).data?.lines;
  const lines = purchase.orders
    .flatMap((order) => order.lines)
    .map((line) => ({ ...line, left: unshippedOf(line, options) }))
    .filter(({ left }) => left > 0);
  const chosen = lines.flatMap((line) => {
    const quantity = counts[line.lineId] ?? 0;
    return quantity > 0 ? [{ lineId: line.lineId, quantity }] : [];
  });
  const units = chosen.reduce((sum, line) => sum + line.quantity, 0);
  const gifts = useGiftChoice(giftsDue(purchase, counts));
  const send = useMutation({
    mutationFn: () =>
      api.returnLines(purchase.purchaseId, {
        ...{ lines: chosen, reason },
        ...(gifts.kept.length > 0 && { keptGifts: [...gifts.kept] }),
      }),
    onSuccess: (answer) => {
      notice({ words: t('order.returnDone', { amount: fenText(answer.refundFen) }) });
      onDone();
    },
    onError: (error) => notice({ words: words(error), tone: 'bad' }),
  });
  return (
    <form
      className="sheet-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (units > 0) send.mutate();
      }}
    >
      <ul className="return-lines">
        {lines.map((line) => (
          <li key={line.lineId}>
            <span className={plateOf(line.productId)}>
              <img src={line.imageUrl} alt="" width="48" height="48" />
            </span>
            <span className="return-name">
              {pick(line.title)}
              <small>{t('order.returnEach', { count: line.left })}</small>
            </span>
            <Stepper
              min={0}
              value={counts[line.lineId] ?? 0}
              max={line.left}
              label={`${t('product.quantity')} ${pick(line.title)}`}
              onChange={(value) => setCounts({ ...counts, [line.lineId]: value })}
            />
          </li>
        ))}
      </ul>
      <fieldset className="choices">
        <legend>{t('order.returnReason')}</legend>
        {REASONS.map((each) => (
          <label key={each}>
            <input type="radio" name="reason" checked={reason === each} onChange={() => setReason(each)} />
            <span>{t(`order.return.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <KeptGifts {...gifts} />
      <p className="fine-print">{t('order.returnHint')}</p>
      <button type="submit" className="dc-button is-main" disabled={units === 0 || send.isPending}>
        {units === 0 ? t('order.returnPick') : t('order.returnSubmit', { count: units })}
      </button>
    </form>
  );
}

/** Units that have not left; as long as nobody has said otherwise, all that did not come back. */
export function unshippedOf(
  line: PurchaseView['orders'][number]['lines'][number],
  options: ReturnOptions['lines'] | undefined,
): number {
  const known = options?.find(({ lineId }) => lineId === line.lineId);
  return known === undefined ? line.quantity - line.returnedQuantity : known.unshipped;
}
