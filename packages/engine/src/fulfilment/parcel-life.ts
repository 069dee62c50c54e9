import type { Life } from '../order-life/index.ts';

/**
 * The life of a parcel in our hands: up to `shipped` by steps of the warehouse, from there on by what the carrier scanned
 * (`tracking.ts`), and its end where people decide one. `cancelled`: all its units were returned before it left.
 */
export const PARCEL_STATES = [
  'created',
  'picked',
  'packed',
  'shipped',
  'inTransit',
  'outForDelivery',
  'lockerReady',
  'delivered',
  'exception',
  'returning',
  'returned',
  'lost',
  'cancelled',
] as const;
export type ParcelState = (typeof PARCEL_STATES)[number];
export type ParcelEvent = 'pick' | 'pack' | 'ship' | 'cancel' | 'lose' | 'comeBack';

const CARRIED = ['shipped', 'inTransit', 'outForDelivery', 'lockerReady', 'exception', 'returning'] as const;
const WAREHOUSE = ['operator', 'system'] as const;

/** What a carrier scans is not here: it may say anything in any order. `delivered` is the end of what a warehouse may do. */
export const PARCEL_LIFE: Life<ParcelState, ParcelEvent> = {
  name: 'parcel',
  first: ['created'],
  last: ['delivered', 'returned', 'lost', 'cancelled'],
  steps: [
    { from: 'created', on: 'pick', to: 'picked', by: WAREHOUSE },
    { from: 'picked', on: 'pack', to: 'packed', by: WAREHOUSE },
    { from: 'packed', on: 'ship', to: 'shipped', by: WAREHOUSE },
    { from: 'created', on: 'cancel', to: 'cancelled', by: ['shopper', ...WAREHOUSE] },
    { from: 'picked', on: 'cancel', to: 'cancelled', by: ['shopper', ...WAREHOUSE] },
    { from: 'packed', on: 'cancel', to: 'cancelled', by: ['shopper', ...WAREHOUSE] },
    ...CARRIED.map((from) => ({ from, on: 'lose', to: 'lost', by: ['operator'] }) as const),
    { from: 'returning', on: 'comeBack', to: 'returned', by: WAREHOUSE },
    { from: 'exception', on: 'comeBack', to: 'returned', by: WAREHOUSE },
  ],
};
