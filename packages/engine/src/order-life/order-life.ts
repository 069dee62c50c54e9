import type { Life, Step } from './life.ts';

/**
 * The order of one shop, after money: what is shipped to an address, or made ready in a store and collected there. Parts
 * may be sent apart; what is returned of it is told by the lines, so only an order that came back whole is `returned`.
 */
export const ORDER_STATES = [
  'unpaid',
  'awaitingGroup',
  'toShip',
  'partShipped',
  'shipped',
  'delivered',
  'toPrepare',
  'ready',
  'collected',
  'completed',
  'cancelled',
  'returned',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const ORDER_EVENTS = [
  'confirm',
  'groupForms',
  'groupFails',
  'shipPart',
  'shipRest',
  'unship',
  'deliver',
  'makeReady',
  'collect',
  'leaveUncollected',
  'complete',
  'close',
  'return',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

/** How the goods reach their buyer. */
export const DELIVERY_WAYS = ['ship', 'pickup'] as const;
export type DeliveryWay = (typeof DELIVERY_WAYS)[number];

export type OrderLife = Life<OrderState, OrderEvent>;
type OrderStep = Step<OrderState, OrderEvent>;

const BEFORE = (paid: OrderState): readonly OrderStep[] => [
  { from: 'unpaid', on: 'confirm', to: paid, by: ['provider', 'system'] },
  { from: 'unpaid', on: 'close', to: 'cancelled', by: ['clock', 'shopper', 'operator', 'system'] },
  { from: 'awaitingGroup', on: 'groupForms', to: paid, by: ['system'] },
  { from: 'awaitingGroup', on: 'groupFails', to: 'cancelled', by: ['clock', 'system'] },
];

/** The group's own step takes the place of the direct one. */
const GROUPED: readonly OrderStep[] = [
  { from: 'unpaid', on: 'confirm', to: 'awaitingGroup', by: ['provider', 'system'] },
];

const SHIPPED: readonly OrderStep[] = [
  { from: 'toShip', on: 'shipPart', to: 'partShipped', by: ['operator', 'system'] },
  { from: 'toShip', on: 'shipRest', to: 'shipped', by: ['operator', 'system'] },
  { from: 'partShipped', on: 'shipPart', to: 'partShipped', by: ['operator', 'system'] },
  { from: 'partShipped', on: 'shipRest', to: 'shipped', by: ['operator', 'system'] },
  // A parcel was lost or came back: its units are to be sent again, or refunded.
  { from: 'partShipped', on: 'unship', to: 'partShipped', by: ['operator'] },
  { from: 'shipped', on: 'unship', to: 'partShipped', by: ['operator'] },
  { from: 'shipped', on: 'deliver', to: 'delivered', by: ['carrier', 'operator'] },
  { from: 'delivered', on: 'complete', to: 'completed', by: ['clock', 'shopper'] },
];

const COLLECTED: readonly OrderStep[] = [
  { from: 'toPrepare', on: 'makeReady', to: 'ready', by: ['clerk', 'operator', 'system'] },
  { from: 'ready', on: 'collect', to: 'collected', by: ['clerk'] },
  { from: 'ready', on: 'leaveUncollected', to: 'returned', by: ['clock'] },
  { from: 'collected', on: 'complete', to: 'completed', by: ['clock', 'shopper'] },
];

const RETURNS = (states: readonly OrderState[]): readonly OrderStep[] =>
  states.map((from) => ({
    from,
    on: 'return',
    to: 'returned',
    by: ['shopper', 'operator', 'clock', 'system'],
  }));

const LAST = ['cancelled', 'returned'] as const;

/** The life of a shop's order, by how it is delivered and whether it waits for a group first. */
export function orderLife(way: DeliveryWay, { grouped }: { readonly grouped: boolean }): OrderLife {
  const paid = way === 'ship' ? 'toShip' : 'toPrepare';
  const before = BEFORE(paid).filter(
    ({ from, on }) => from !== 'awaitingGroup' && !(grouped && on === 'confirm'),
  );
  const waiting = grouped ? [...GROUPED, ...BEFORE(paid).filter(({ from }) => from === 'awaitingGroup')] : [];
  const after =
    way === 'ship'
      ? [...SHIPPED, ...RETURNS(['toShip', 'partShipped', 'shipped', 'delivered', 'completed'])]
      : [...COLLECTED, ...RETURNS(['toPrepare', 'ready', 'collected', 'completed'])];
  return {
    name: `order to ${way}${grouped ? ', grouped' : ''}`,
    first: ['unpaid'],
    last: LAST,
    steps: [...before, ...waiting, ...after],
  };
}
