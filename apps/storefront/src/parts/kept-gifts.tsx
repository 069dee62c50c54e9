import type { PurchaseView } from '@dacu/contract/api';
import { fenText, useLanguage } from '@dacu/ui';
import { useState } from 'react';
import { useT } from '../i18n/setup.ts';
import { Tick } from './tick.tsx';
import './kept-gifts.css';

type Gifts = PurchaseView['gifts'];
export type GiftChoice = {
  readonly due: Gifts;
  /** Those that stay with the shopper, by promotion. */
  readonly kept: readonly string[];
  readonly keep: (promotionId: string, on: boolean) => void;
};

/** Which gifts go back with the goods of a return, and which of them their shopper keeps and pays for. */
export function useGiftChoice(due: Gifts): GiftChoice {
  const [kept, setKept] = useState<readonly string[]>([]);
  return {
    due,
    kept: due.flatMap(({ promotionId }) => (kept.includes(promotionId) ? [promotionId] : [])),
    keep: (promotionId, on) =>
      setKept(on ? [...kept, promotionId] : kept.filter((known) => known !== promotionId)),
  };
}

/** One line for each such gift: it goes back, or is kept at what it is said to be worth. */
export function KeptGifts({ due, kept, keep }: GiftChoice) {
  const t = useT();
  const { pick } = useLanguage();
  return due.map(({ promotionId, title, quantity, valueFen }) => (
    <div key={promotionId} className="return-gift">
      <Tick
        shown
        label={t('order.returnKeep')}
        checked={kept.includes(promotionId)}
        onChange={(on) => keep(promotionId, on)}
      />
      <small>
        {kept.includes(promotionId)
          ? t('order.returnKeepWords', {
              ...{ title: pick(title), count: quantity, amount: fenText(valueFen * quantity, true) },
            })
          : t('order.returnGiftBack', { title: pick(title) })}
      </small>
    </div>
  ));
}

/** Gifts whose last goods go back with this return, and that are worth something. */
export function giftsDue(purchase: PurchaseView, counts: Readonly<Record<string, number>>): Gifts {
  const lines = purchase.orders.flatMap((order) => order.lines);
  return purchase.gifts.filter(({ lineIds, valueFen }) => {
    const own = lines.filter(({ lineId }) => lineIds.includes(lineId));
    const back = (counted: boolean) =>
      own.every(
        (line) => line.returnedQuantity + (counted ? (counts[line.lineId] ?? 0) : 0) >= line.quantity,
      );
    return own.length > 0 && valueFen > 0 && back(true) && !back(false);
  });
}
