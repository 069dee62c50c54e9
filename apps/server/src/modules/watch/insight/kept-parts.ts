import type { KeptAdds, KeptRowKind } from '@dacu/contract/api';

/** How a figure of a review is made of rows, for those that are sums of rows or one sum divided by another. */
export type KeptParts = {
  readonly part: Side;
  readonly whole: Side | 'goal' | null;
  readonly times: number;
};
type Side = { readonly kind: KeptRowKind; readonly adds: KeptAdds };

const side = (kind: KeptRowKind, adds: KeptAdds = 'one'): Side => ({ kind, adds });
const sum = (part: Side): KeptParts => ({ part, whole: null, times: 1 });
const ratio = (part: Side, whole: Side | 'goal', times = 10_000): KeptParts => ({ part, whole, times });

/**
 * Left out on purpose: figures that rank or compare rows with each other (sell-through, hits, repurchase, the daily
 * mean), because no sums by hour and channel add up to them.
 */
export const KEPT_PARTS: Readonly<Record<string, KeptParts>> = {
  paidGmv: sum(side('payment', 'gmvFen')),
  createdGmv: sum(side('placed', 'createdFen')),
  nmv: sum(side('payment', 'nmvFen')),
  gmvAttainment: ratio(side('payment', 'gmvFen'), 'goal'),
  orders: sum(side('payment')),
  uv: sum(side('visitor')),
  buyers: sum(side('buyer')),
  newCustomers: sum(side('newCustomer')),
  newCustomerShare: ratio(side('newcomer'), side('buyer')),
  revenuePerBuyer: ratio(side('payment', 'gmvFen'), side('buyer'), 1),
  averageOrder: ratio(side('payment', 'gmvFen'), side('payment'), 1),
  payConversion: ratio(side('buyer'), side('visitor')),
  balanceConversion: ratio(side('balance'), side('deposit')),
  addToCartRate: ratio(side('cartAdder'), side('viewer')),
  closedShare: ratio(side('closed'), side('placed')),
  returnRate: ratio(side('maturePayment', 'returnedUnits'), side('maturePayment', 'units')),
  refundRate: ratio(side('payment', 'refundedFen'), side('payment', 'payFen')),
  complaintRate: ratio(side('complaint'), side('payment')),
};

const DAY_MS = 86_400_000;
/** $1 start · $2 end, half-open and never past the as-of instant $3. */
const IN = (at: string) => `${at} >= $1 and ${at} < least($2::bigint, $3::bigint)`;
const NOTHING =
  '0 as gmv_fen, 0 as pay_fen, 0 as refunded_fen, 0 as created_fen, 0 as units, 0 as returned_units';
const SUMS = 'gmv_fen, pay_fen, refunded_fen, created_fen, units, returned_units';
/** Whoever pays or comes again stands once, by the first time in the window. */
const firstOf = (table: string, at: string, where = 'true', then = 'channel') =>
  `select distinct on (shopper_id) shopper_id, ${at} as at, channel, ${NOTHING} from ${table}
   where ${IN(at)} and ${where} order by shopper_id, ${at}, ${then}`;

/**
 * Orders of the campaign as rows of a table that lives as long as its transaction, so that each window reads them
 * and not the view that makes them. $1 campaign.
 */
export const PAID_TABLE = `create temporary table kept_order on commit drop as
select o.purchase_id, o.shopper_id, o.channel, o.state, o.placed_at, o.paid_at, o.gmv_fen, o.pay_fen, o.refunded_fen,
  o.created_fen, o.units, o.returned_units,
  least((select min(f.paid_at) from purchase f where f.shopper_id = o.shopper_id), s.first_paid_at) as ever_at,
  least(min(o.paid_at) over (partition by o.shopper_id), s.first_paid_at) as here_at
from insight_order o left join shopper s using (shopper_id) where o.campaign_id = $1`;

/** Deposits whose balance window is over. */
const DEPOSITS = `select d.paid_at as at, o.channel, ${NOTHING} from presale_deposit d join kept_order o using (purchase_id)
  where ${IN('d.paid_at')} and d.balance_ends_at <= $3`;

/** Rows of each kind in a window, each with its instant, channel and what of it can be added up. */
export const KEPT_ROWS: Readonly<Record<KeptRowKind, string>> = {
  payment: `select paid_at as at, channel, ${SUMS} from kept_order where ${IN('paid_at')}`,
  maturePayment: `select paid_at as at, channel, ${SUMS} from kept_order where ${IN('paid_at')} and paid_at + ${15 * DAY_MS} <= $3`,
  placed: `select placed_at as at, channel, ${SUMS} from kept_order where ${IN('placed_at')}`,
  closed: `select placed_at as at, channel, ${SUMS} from kept_order where ${IN('placed_at')} and state = 'closed'`,
  buyer: firstOf('kept_order', 'paid_at'),
  newcomer: firstOf('kept_order', 'paid_at', 'ever_at >= $1'),
  newCustomer: firstOf('kept_order', 'here_at', 'paid_at is not null', 'paid_at, channel'),
  visitor: firstOf('visit', 'started_at'),
  viewer: firstOf('behaviour', 'at', `kind = 'view'`),
  cartAdder: firstOf('behaviour', 'at', `kind = 'cartAdd'`),
  deposit: DEPOSITS,
  balance: `${DEPOSITS} and o.paid_at is not null`,
  complaint: `select o.paid_at as at, o.channel, ${NOTHING} from complaint c join kept_order o using (purchase_id) where ${IN('o.paid_at')}`,
};
