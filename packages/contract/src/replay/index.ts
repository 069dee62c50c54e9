/** Past orders as a file, and what a replay of them under a draft plan answers. */
export {
  type CampaignLine,
  campaignLineOf,
  draftPlanOf,
  type ItemLine,
  PAST_ORDERS_FORMAT,
  type PurchaseLine,
  pastCampaignOf,
} from './past-orders.ts';
export { presentReplay, type ReplayContext } from './present-replay.ts';
export {
  type OrdersFinding,
  type OrdersReader,
  openOrdersReader,
  type ReadLine,
} from './read-past-orders.ts';
