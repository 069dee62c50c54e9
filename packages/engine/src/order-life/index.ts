/**
 * What may follow what: the life of a purchase (what is paid) and of each shop's order in it (what is delivered). Pure
 * tables and one function over them; every transition elsewhere asks here first.
 */
export { ACTORS, type Actor, type Life, mustStep, type Step, type Stepped, step } from './life.ts';
export {
  DELIVERY_WAYS,
  type DeliveryWay,
  ORDER_EVENTS,
  ORDER_STATES,
  type OrderEvent,
  type OrderLife,
  type OrderState,
  orderLife,
} from './order-life.ts';
export {
  PURCHASE_EVENTS,
  PURCHASE_KINDS,
  PURCHASE_LIVES,
  PURCHASE_STATES,
  type PurchaseEvent,
  type PurchaseKind,
  type PurchaseLife,
  type PurchaseState,
  STORED_STATES,
  type StoredState,
} from './purchase-life.ts';
