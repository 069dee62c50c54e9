import { type AccessKind, amountFaults } from './kind.ts';

/** 独家, 限量: the goods are sold in these windows and to this audience only. */
export const exclusive: AccessKind<'exclusive'> = {
  kind: 'exclusive',
  on: 'access',
  layers: ['access'],
  faults: ({ quantity }) => amountFaults({ quantity }),
  aheadMs: () => null,
};

/** 优先购买权: this audience may buy what an exclusive sale holds back before it opens to the others. */
export const priority: AccessKind<'priority'> = {
  kind: 'priority',
  on: 'access',
  layers: ['access'],
  faults: ({ aheadMs }) => amountFaults({ aheadMs }),
  aheadMs: ({ aheadMs }) => aheadMs,
};
