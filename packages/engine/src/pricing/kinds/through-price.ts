import { percentOf } from '../../money/index.ts';
import type { CartLine } from '../types.ts';
import { priceFaults, unitPriceOf } from './flash-price.ts';
import { amountFaults, type PriceKind } from './kind.ts';

/** 直播价: holds for a line that is bought out of the live room. */
export const livePrice: PriceKind<'livePrice'> = {
  kind: 'livePrice',
  on: 'price',
  layers: ['itemPrice'],
  faults: priceFaults,
  holdsFor: ({ roomIds }, { through }: CartLine) =>
    through?.kind === 'live' && (roomIds === undefined || roomIds.includes(through.roomId)),
  unitPriceFen: unitPriceOf,
};

/** 拼团价: holds for a line that is bought in a group of this very promotion. */
export const groupPrice: PriceKind<'groupPrice'> = {
  kind: 'groupPrice',
  on: 'price',
  layers: ['itemPrice'],
  faults: (rule) => [
    ...priceFaults(rule),
    ...amountFaults({ size: rule.size }),
    ...(rule.size >= 2 ? [] : ['a group has two people or more']),
    ...(rule.onTop && rule.payBp === undefined ? ['onTop needs payBp'] : []),
  ],
  holdsFor: (_rule, { through }: CartLine, promotionId) =>
    through?.kind === 'group' && through.promotionId === promotionId,
  unitPriceFen: (rule, unitListFen, openFen) =>
    rule.onTop ? percentOf(openFen, rule.payBp!) : unitPriceOf(rule, unitListFen),
};
