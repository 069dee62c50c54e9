// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for in a source may hold a template.
/**
 * What could go wrong in the SQL of the stores, in the lane, and in the decisions between them, one change each: a lock
 * not taken, a condition left away, a give-back forgotten. `find` stands exactly once in the file; `tests` are those
 * that have to notice. Long because it is data.
 */
export type Mutation = {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  readonly tests: readonly string[];
  /** Why nobody can notice: it changes no answer and no row. */
  readonly equivalent?: string;
};

const server = 'apps/server/src';
const trade = `${server}/modules/trade`;
const lane = `${server}/platform/lane`;
const T = {
  between: `${trade}/orders/interleavings.pg.test.ts`,
  soldOut: `${trade}/orders/sold-out.pg.test.ts`,
  flash: `${trade}/orders/place-flash-order.pg.test.ts`,
  purchase: `${trade}/orders/place-purchase.pg.test.ts`,
  events: `${trade}/orders/events.pg.test.ts`,
  settle: `${trade}/payment/settle-payment.pg.test.ts`,
  returns: `${trade}/aftercare/return-lines.pg.test.ts`,
  routes: `${trade}/trade-routes.pg.test.ts`,
  stock: `${trade}/stock/stock.pg.test.ts`,
  venue: `${trade}/offers/venue.pg.test.ts`,
  model: `${trade}/sale-model.sim.test.ts`,
  lane: `${lane}/create-lane.pg.test.ts`,
  faults: `${lane}/lane-faults.pg.test.ts`,
} as const;

const inFile = (file: string, tests: readonly string[]) => {
  return (name: string, find: string, put: string, more: Partial<Mutation> = {}): Mutation => ({
    name,
    file,
    find,
    put,
    tests,
    ...more,
  });
};

const ordersStore = inFile(`${trade}/orders/store.ts`, [T.between]);
const ordersSql: Mutation[] = [
  ordersStore(
    'a purchase is read without its lock',
    'order by purchase_id for update',
    'order by purchase_id',
  ),
  ordersStore('purchases are locked in any order', 'order by purchase_id for update', 'for update', {
    equivalent: 'two orders of locking are a deadlock at worst, and the lane runs such a batch again',
  }),
  ordersStore('a lost race for a key is not noticed', "throw new LaneConflict('purchase');", 'return;'),
  ordersStore('the state of a purchase is not written', 'set state = r.state, ', 'set '),
  ordersStore('the instant of payment is not written', 'paid_at = r.paid_at, ', '', { tests: [T.settle] }),
  ordersStore('the instant of closing is not written', 'closed_at = r.closed_at, ', '', {
    tests: [T.settle],
  }),
  ordersStore('the reason of closing is not written', ', closed_reason = r.closed_reason,', ',', {
    tests: [T.settle, T.model],
  }),
  ordersStore('the payment of a purchase is not written', 'payment_id = r.payment_id, ', '', {
    tests: [T.settle],
  }),
  ordersStore('the refunded amount is not written', 'refunded_fen = r.refunded_fen, ', '', {
    tests: [T.returns, T.routes],
  }),
  ordersStore('the returned units are not written', ', returned = r.returned::jsonb', '', {
    tests: [T.returns, T.routes],
  }),
  ordersStore(
    'every purchase is written alike',
    'payment_id, refunded_fen, returned)\n       where p.purchase_id = r.purchase_id',
    'payment_id, refunded_fen, returned)\n       where true',
  ),
  ordersStore(
    'any claim answers a key outside the lane',
    'from purchase where claim_key = $1`',
    'from purchase where claim_key is not null and $1::text is not null`',
    { tests: [T.purchase] },
  ),
  ordersStore(
    'a shopper sees everybody’s purchases',
    'where shopper_id = $1 and ($2',
    'where $1::text is not null and ($2',
    { tests: [T.routes] },
  ),
  ordersStore(
    'a list does not look at the state',
    '($2::text is null or state = $2)',
    '($2::text is null or true)',
    { tests: [T.routes] },
  ),
  ordersStore(
    'a page repeats the last row of the one before',
    '(placed_at, purchase_id) < ($3, $4::text)',
    '(placed_at, purchase_id) <= ($3, $4::text)',
    { tests: [T.routes] },
  ),
  ordersStore(
    'the oldest come first',
    'order by placed_at desc, purchase_id desc',
    'order by placed_at, purchase_id',
    {
      tests: [T.routes],
    },
  ),
];

const offersStore = inFile(`${trade}/offers/store.ts`, [T.soldOut, T.flash]);
const offersSql: Mutation[] = [
  offersStore(
    'a new edition takes back what is held',
    'greatest(excluded.stock_total, activity.held + activity.sold)',
    'excluded.stock_total',
  ),
  offersStore(
    'a new edition puts up no more than the old one',
    'stock_total = greatest(excluded.stock_total, activity.held + activity.sold)',
    'stock_total = activity.stock_total',
  ),
  offersStore('a new edition does not change the limit', 'per_person_max = excluded.per_person_max,', ''),
  offersStore('a new edition does not change the end of the slot', 'ends_at = excluded.ends_at, ', ''),
  offersStore(
    'terms are written again although the edition is the same',
    '\n     where activity.edition_id <> excluded.edition_id',
    '',
    { equivalent: 'the same terms are written over themselves; only work is lost' },
  ),
  offersStore('held units do not count as taken on the page', 'held + sold as taken', 'sold as taken', {
    tests: [T.routes, T.venue],
  }),
  offersStore('sold units do not count as taken on the page', 'held + sold as taken', 'held as taken', {
    tests: [T.routes, T.venue],
  }),
  offersStore('a newcomer’s held gift is not seen', 'and held + used > 0', 'and used > 0', {
    tests: [T.purchase],
  }),
  offersStore('a newcomer’s used gift is not seen', 'and held + used > 0', 'and held > 0', {
    tests: [T.purchase],
  }),
  offersStore('a gift that was given back is seen', 'and held + used > 0', 'and held + used >= 0', {
    tests: [T.purchase],
  }),
  offersStore('anybody’s gift is everybody’s', 'limit_key = any($1) and', '$1::text[] is not null and', {
    tests: [T.purchase],
  }),
];

const stockStore = inFile(`${trade}/stock/store.ts`, [T.events, T.stock]);
const stockSql: Mutation[] = [
  stockStore(
    'goods that come in replace what is there',
    'stock.on_hand + excluded.on_hand',
    'excluded.on_hand',
  ),
  stockStore('a movement is written twice', 'on conflict do nothing returning sku_id', 'returning sku_id'),
  stockStore(
    'stock of every sku is read',
    'from stock where sku_id = any($1)`',
    'from stock where $1::text[] is not null`',
  ),
  stockStore(
    'sellable share counts what is reserved',
    '((s.on_hand - s.reserved - s.locked - s.unavailable + case',
    '((s.on_hand - s.locked - s.unavailable + case',
    {
      tests: [T.stock],
    },
  ),
  stockStore('a page of stock repeats a row', '(share, "skuId") > ($2, $3)', '(share, "skuId") >= ($2, $3)', {
    tests: [T.stock],
  }),
  stockStore('a grade is never changed', 'set grade = excluded.grade, since', 'set since', {
    tests: [T.events],
  }),
];

const paymentStore = inFile(`${trade}/payment/store.ts`, [T.settle]);
const paymentSql: Mutation[] = [
  paymentStore('charges that are settled are asked about', "where state = 'pending' and", 'where', {
    equivalent: 'the provider says the same again, and settling again changes nothing; only work is lost',
  }),
  paymentStore(
    'only the oldest charges are asked about, whichever were meant',
    'payment_id = any($1))',
    'true)',
    {
      equivalent: 'asking about more charges than were meant settles what would be settled later',
    },
  ),
  paymentStore(
    'the payments of everybody are a purchase’s',
    'where purchase_id = any($1::text[])',
    'where $1::text[] is not null',
  ),
  paymentStore(
    'the answer of the provider is noted at every payment',
    'approve_url = $3 where payment_id = $1',
    'approve_url = $3 where $1::text is not null',
  ),
  paymentStore('a refund is confirmed twice', '\n     on conflict do nothing`', '`'),
];

const projections = inFile(`${trade}/orders/projection-store.ts`, [T.events]);
const projectionSql: Mutation[] = [
  projections('a hold stays held', 'set state = excluded.state, ended_at', 'set ended_at'),
  projections('a hold never ends', ', ended_at = excluded.ended_at', ''),
  projections('returned units overwrite those before', 'l.returned_quantity + r.quantity', 'r.quantity'),
  projections('refunds overwrite those before', 'l.refunded_fen + r.refund_fen', 'r.refund_fen'),
  projections('every line of a purchase is returned', ' and l.line_id = r.line_id', ''),
];

const rows = inFile(`${lane}/row-table.ts`, [T.between]);
const working = inFile(`${lane}/working-set.ts`, [T.lane, T.faults]);
const batches = inFile(`${lane}/create-lane.ts`, [T.lane, T.faults, T.between]);
const laneCode: Mutation[] = [
  rows('counted rows are read without their lock', 'collate "C" for update`', 'collate "C"`'),
  rows(
    'counted rows are locked in any order',
    'order by ${key.column} collate "C" for update',
    'for update',
    {
      tests: [T.faults],
    },
  ),
  rows('counted rows are locked in the order of a language', ' collate "C" for update', ' for update', {
    tests: [T.faults],
  }),
  rows('a lost race for a new row is not noticed', 'throw new LaneConflict(name);', 'return;'),
  rows('a row that is gone is not noticed', 'throw new Error(`${name}: a locked row is gone`);', 'return;', {
    tests: [T.faults],
  }),
  rows('every row is written alike', 'where kept.${key.column} = given.${key.column}', 'where true'),
  working(
    'keys are locked as they came',
    '[...wanted.get(table.name)!].sort()',
    '[...wanted.get(table.name)!]',
    {
      equivalent: 'tables sort the keys themselves when they lock',
    },
  ),
  working(
    'what one command wrote the next one does not see',
    'layer.changed.get(key) ?? layer.base.get(key)',
    'layer.base.get(key)',
  ),
  working('undeclared rows may be written', 'if (decision.writes) checkWrites(decision, command);', ''),
  working(
    'undeclared rows may be read',
    'assertDeclared(command, table, key);\n      const layer',
    'const layer',
  ),
  batches(
    'a lost race is not run again',
    'isRetryable(error) || error instanceof LaneConflict ||',
    'isRetryable(error) ||',
  ),
  batches(
    'a deadlock is not run again',
    'isRetryable(error) || error instanceof LaneConflict ||',
    'error instanceof LaneConflict ||',
  ),
  batches(
    'a connection lost before the commit is not tried again',
    '|| error instanceof DatabaseUnavailable)) {',
    ')) {',
  ),
  batches('a bug fails the whole batch', 'if (batch.length === 1 || concernsAll(error)) {', 'if (true) {'),
  batches('events of a batch are lost', 'writeOutbox(tx, set.events), ', ''),
  batches('due work of a batch is lost', ', addDue(tx, set.due)', ''),
  batches('the queue has no end', 'if (queue.length >= limits.queueMax)', 'if (false)'),
  {
    name: 'claims are read before the rows are locked',
    file: `${server}/context.ts`,
    find: 'LANE_TABLES = [\n',
    put: 'LANE_TABLES = [\n  purchaseClaimTable,\n',
    tests: [T.between],
  },
];

const close = inFile(`${trade}/orders/cancel-purchase.ts`, [T.between]);
const paying = inFile(`${trade}/orders/payable.ts`, [T.between]);
const holding = inFile(`${trade}/orders/hold.ts`, [T.purchase, T.settle]);
const settling = inFile(`${trade}/payment/settle-payment.ts`, [T.settle]);
const refunding = inFile(`${trade}/aftercare/decide-refund.ts`, [T.returns]);
const returning = inFile(`${trade}/aftercare/return-lines.ts`, [T.returns]);
const ordering = inFile(`${trade}/orders/place-flash-order.ts`, [T.soldOut, T.between, T.flash]);
const memory = inFile(`${lane}/sold-out-memory.ts`, [T.soldOut]);
const decisions: Mutation[] = [
  close('a closed hold gives nothing back', '...giveBackHold(view, row),', ''),
  close(
    'what is paid can be closed',
    "if (stepPurchase(row, payload.reason === 'expired' ? 'expire' : 'cancel', by) === null)",
    "if (row.state === 'closed')",
  ),
  close(
    'what is closed is closed again',
    "if (stepPurchase(row, payload.reason === 'expired' ? 'expire' : 'cancel', by) === null)",
    "if (row.state !== 'held' && row.state !== 'closed')",
  ),
  close(
    'a hold may end before its deadline',
    "if (payload.reason === 'expired' && at < row.holdUntil)",
    'if (false)',
  ),
  close(
    'the charge stays open when the shopper cancels',
    "if (row.state === 'held') await",
    'if (false) await',
    { tests: [T.settle, T.model] },
  ),
  close(
    'a node goes on saying sold out after a give-back',
    'deps.soldOut.givenBack(row.body.flash.activityId)',
    'void 0',
  ),
  {
    name: 'the charge stays open at the deadline',
    file: `${trade}/orders/expire-purchase.ts`,
    find: 'await deps.payment.closeCharges(',
    put: 'void (',
    tests: [T.settle, T.model],
  },
  {
    name: 'retries of one key are not taken in turn',
    file: `${trade}/orders/turns.ts`,
    find: '      before === undefined\n        ? work()',
    put: '      true\n        ? work()',
    tests: [T.flash, T.purchase],
  },
  paying(
    'a second payment is taken',
    "if (stepPurchase(row, row.kind === 'presale' ? 'payInFull' : 'pay', 'provider') === null)",
    "if (row.closedReason === 'cancelled')",
    {
      tests: [T.settle],
    },
  ),
  paying(
    'a cancelled purchase is paid',
    "if (stepPurchase(row, row.kind === 'presale' ? 'payInFull' : 'pay', 'provider') === null)",
    "if (row.state === 'paid' || row.state === 'refunded')",
  ),
  paying(
    'a late payment takes what is not there',
    "const rehold = row.state === 'closed';",
    'const rehold = false;',
  ),
  paying(
    'a paid purchase keeps the mark of its closing',
    'closedReason: null,',
    'closedReason: row.closedReason,',
    { tests: [T.settle, T.model] },
  ),
  paying('nobody becomes a buyer', 'used: buyer.used + 1', 'used: buyer.used'),
  holding(
    'a gift is never given back',
    'const gift = giftWrites(view, body, { held: -1, used: 0 });',
    'const gift = giftWrites(view, body, { held: 0, used: 0 });',
  ),
  holding(
    'a gift that was paid can be had again',
    '...giftWrites(view, body, { held: -1, used: 1 }),',
    '...giftWrites(view, body, { held: -1, used: 0 }),',
  ),
  holding('two gifts at once', 'held + used > 0);', 'used > 0);'),
  holding('a late payment needs no gift', 'if (giftIsTaken(view, body) || coupons', 'if (coupons'),
  settling('any amount will do', 'payload.amountFen !== row.amountFen &&', 'false &&'),
  settling(
    'a settled payment is settled again',
    "if (row.state === 'succeeded' || row.state === 'refunded') return unchanged(row);",
    '',
  ),
  settling('a refund is not carried out', 'due: [refundDue(row, refund)],', ''),
  settling('any signature will do', 'if (said === null)', 'if (said === undefined)'),
  returning('a retried return is another one', 'if (known !== undefined)', 'if (false)'),
  returning(
    'another return under the same key gets the first answer',
    'known.bodyHash === payload.bodyHash',
    'true',
  ),
  refunding('freight never goes back', '+ freightFen + premiumFen;', '+ premiumFen;'),
  returning(
    'returned goods stay away',
    "goods.putNetwork(returnStock(goods.network(skuId), quantity, 'locked'));",
    'goods.putNetwork(goods.network(skuId));',
  ),
  returning(
    'a return is not refunded at the provider',
    'due: [...refund.due, ...(owed?.due ?? [])],',
    'due: [],',
  ),
  ordering('a retried flash order takes again', 'if (known !== null) return { answer: known };', ''),
  ordering('a key that is sent again is refused from memory', '!input.again && ', ''),
  ordering('fewer than wanted is remembered as none', 'if (left === 0) ', ''),
  ordering('the price is not looked at', 'if (priced.quote.payFen !== request.expectedPayFen)', 'if (false)'),
  memory('sold out is remembered for ever', 'ageMs >= rememberMs ||', ''),
  memory(
    'sold out is said to keys that are older',
    'number !== null && number > memory.after',
    'number !== null',
  ),
  memory('sold out is said under other terms', ' || memory.terms !== terms', ''),
  memory('anybody’s key is taken for this node’s', 'parts[0] !== nodeId', 'false', {
    tests: [`${lane}/sold-out-memory.test.ts`],
  }),
];

export const MUTATIONS: readonly Mutation[] = [
  ...decisions,
  ...ordersSql,
  ...laneCode,
  ...offersSql,
  ...paymentSql,
  ...stockSql,
  ...projectionSql,
];
