import type { BoxProgramme } from '@dacu/contract/plan';
import { openWindow } from '@dacu/engine/plan';
import type { DrawsDeps } from './index.ts';
import * as store from './store.ts';
import type { BoxTerms, FrozenBoxes, PoolRow } from './types.ts';

export type TakeInput = {
  readonly at: number;
  readonly campaignId: string;
  /** Of the edition in force. */
  readonly programmes: readonly BoxProgramme[];
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly terms: BoxTerms | undefined;
  readonly shopperId: string;
  /** Its keyed hash. */
  readonly phone: string;
};
/** The boxes of an order, still without the names of its draws. */
export type BoxesWanted = readonly Omit<FrozenBoxes, 'drawIds'>[];
export type TakeAnswer =
  | { readonly kind: 'wanted'; readonly boxes: BoxesWanted }
  | { readonly kind: 'refused'; readonly code: 'boxNotOpen' | 'boxTermsMissing' | 'boxAge' };

/**
 * What an order wants of pools, gathered before the lane decides: nothing for ordinary goods. Refuses boxes outside their
 * hours, stopped, or not committed to yet, and buyers who are too young (domain §3.2: never below 8, from 8 to 17 with a
 * guardian's consent) or have not confirmed that an opened box stays theirs.
 */
export async function takeBoxes(deps: DrawsDeps, input: TakeInput): Promise<TakeAnswer> {
  const { at, campaignId, programmes, terms, shopperId, phone } = input;
  const wanted = programmes.flatMap((programme) => {
    const quantity = input.lines
      .filter(({ skuId }) => skuId === programme.skuId)
      .reduce((sum, line) => sum + line.quantity, 0);
    return quantity === 0 ? [] : [{ programme, quantity }];
  });
  if (wanted.length === 0) return { kind: 'wanted', boxes: [] };
  if (terms === undefined) return { kind: 'refused', code: 'boxTermsMissing' };
  if (wanted.some(({ programme }) => !mayBuy(terms, programme))) return { kind: 'refused', code: 'boxAge' };
  const [latest, stopped] = await Promise.all([
    store.readLatestPools(deps.db, campaignId),
    deps.plan.stoppedPromotionIds(at),
  ]);
  const boxes: Omit<FrozenBoxes, 'drawIds'>[] = [];
  for (const { programme, quantity } of wanted) {
    const pool = latest.find(({ promotionId }) => promotionId === programme.promotionId);
    if (pool === undefined || stopped.includes(programme.promotionId) || !isOnSale(pool, at))
      return { kind: 'refused', code: 'boxNotOpen' };
    boxes.push({
      ...{ lineId: programme.skuId, poolId: pool.poolId, campaignId, promotionId: programme.promotionId },
      ...{ mode: pool.terms.mode, quantity, perPersonMax: pool.terms.perPersonMax },
      shopperKeys: shopperKeysOf(pool, shopperId, phone),
      confirmed: { ...terms, wording: 'box-terms/1' },
    });
  }
  await deps.pools.prepare(boxes.map(({ poolId }) => poolId));
  return { kind: 'wanted', boxes };
}

export function isOnSale({ terms, committedAt }: PoolRow, at: number): boolean {
  return committedAt <= at && openWindow(terms.windows, at) !== null;
}

function mayBuy({ age, guardianConsent }: BoxTerms, { minors }: BoxProgramme): boolean {
  if (age === 'adult') return true;
  return age === 'minor' && minors === 'guardian' && guardianConsent;
}

/** One for the programme, whatever its version: neither the limit nor the guarantee starts anew with other odds. */
export function shopperKeysOf(
  { campaignId, promotionId }: Pick<PoolRow, 'campaignId' | 'promotionId'>,
  shopperId: string,
  phone: string,
): [account: string, phone: string] {
  const subject = `${campaignId}:${promotionId}`;
  return [`${subject}:account:${shopperId}`, `${subject}:phone:${phone}`];
}
