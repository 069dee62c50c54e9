// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for in a source may hold a template.
/**
 * Acts of sabotage: what makes an order lie, done on purpose. An answer before its commit, a lock that is dropped, a
 * give-back that is skipped, a refund carried out twice, a lost row of due work, a node with a clock of its own. Long because it is data.
 */
import type { Mutation } from './store-mutations.ts';

const server = 'apps/server/src';
const members = `${server}/modules/base/members`;
const trade = `${server}/modules/trade`;
const platform = `${server}/platform`;
const T = {
  between: `${trade}/orders/interleavings.pg.test.ts`,
  counted: `${trade}/interleavings-counted.pg.test.ts`,
  faults: `${platform}/lane/lane-faults.pg.test.ts`,
  lane: `${platform}/lane/create-lane.pg.test.ts`,
  escrow: `${platform}/lane/escrow.pg.test.ts`,
  caps: `${platform}/lane/caps.pg.test.ts`,
  openDb: `${platform}/db/open-db.pg.test.ts`,
  due: `${platform}/due/due.pg.test.ts`,
  outbox: `${platform}/outbox/outbox.pg.test.ts`,
  clock: `${platform}/clock-store.pg.test.ts`,
  key: `${platform}/master-key.pg.test.ts`,
  coupons: `${trade}/orders/coupons-in-orders.pg.test.ts`,
  claim: `${trade}/coupons/claim-coupon.pg.test.ts`,
  points: `${trade}/orders/points-in-orders.pg.test.ts`,
  budgets: `${trade}/orders/budgets.pg.test.ts`,
  draws: `${trade}/draws/draws.pg.test.ts`,
  protection: `${trade}/protection/protection.pg.test.ts`,
  settle: `${trade}/payment/settle-payment.pg.test.ts`,
  checks: `${trade}/payment/checks/checks.pg.test.ts`,
  passkeys: `${trade}/payment/checks/passkey-checks.pg.test.ts`,
  purchase: `${trade}/orders/place-purchase.pg.test.ts`,
  flash: `${trade}/orders/place-flash-order.pg.test.ts`,
  units: `${trade}/fulfilment/units.pg.test.ts`,
  collecting: `${trade}/fulfilment/collecting.pg.test.ts`,
  defaults: `${trade}/aftercare/seller-default.pg.test.ts`,
  photos: `${trade}/aftercare/photos.pg.test.ts`,
} as const;

const inFile = (file: string, tests: readonly string[]) => {
  return (name: string, find: string, put: string, more: Partial<Mutation> = {}): Mutation => ({
    ...{ name, file, find, put, tests },
    ...more,
  });
};

const lane = inFile(`${platform}/lane/create-lane.ts`, [T.faults, T.between]);
const db = inFile(`${platform}/db/open-db.ts`, [T.openDb, T.faults]);
const escrow = inFile(`${platform}/lane/escrow.ts`, [T.escrow, T.counted]);
const caps = inFile(`${platform}/lane/caps.ts`, [T.caps, T.counted]);
const due = inFile(`${platform}/due/leased-rows.ts`, [T.due]);
const dueWorker = inFile(`${platform}/due/create-due.ts`, [T.due]);
const leasing = inFile(`${platform}/due/run-leased.ts`, [T.due]);
const checks = inFile(`${trade}/payment/checks/store.ts`, [T.checks]);
const passkeys = inFile(`${members}/passkeys/store.ts`, [T.passkeys]);
const passkeyFace = inFile(`${members}/passkeys/create-passkeys.ts`, [T.passkeys]);
const relay = inFile(`${platform}/outbox/relay.ts`, [T.outbox]);
const consumers = inFile(`${platform}/outbox/consumers.ts`, [T.outbox]);
const clock = inFile(`${platform}/clock-store.ts`, [T.clock]);

const ground: Mutation[] = [
  lane(
    'everybody is answered before the commit',
    'return { outcomes: decided, wrote:',
    'decided.forEach((outcome, index) => void ("answer" in outcome && batch[index]!.resolve(outcome.answer)));\n        return { outcomes: decided, wrote:',
  ),
  lane(
    'a batch whose outcome is unknown is run again',
    '(isRetryable(error) || error instanceof LaneConflict',
    '(isRetryable(error) || error instanceof OutcomeUnknown || error instanceof LaneConflict',
  ),
  db('a commit that rolled back counts as done', "if (command !== 'COMMIT')", 'if (false)'),
  db('a commit of which nothing was heard counts as not done', 'return mayBeDone\n', 'return false\n'),
  db('nobody ever gives up waiting', 'state.expired = true;\n      reject(', 'return;\n      reject('),
  db(
    'two transactions share a connection that was given up',
    '() => client.release(true), limitMs',
    '() => client.release(), limitMs',
  ),
];

const shared: Mutation[] = [
  escrow('a lease is not taken from the cap', 'set leased = leased + $2', 'set leased = leased + 0 * $2'),
  escrow(
    'what a node spent is forgotten when its lease ends',
    'used = used + sums.spent',
    'used = used + 0 * sums.spent',
  ),
  escrow('a node spends more than its slice', 'lease.spent + amount > lease.slice', 'false'),
  escrow(
    'leases are given without the cap’s lock',
    "return readCap(tx, capId, 'for update');",
    "return readCap(tx, capId, '');",
    {
      equivalent:
        'taking back what expired updates the cap’s row before anything is given, which locks it too',
    },
  ),
  escrow(
    'a lease is read without its lock',
    'order by cap_id, node_id for update',
    'order by cap_id, node_id',
  ),
  escrow(
    'leases of the dead never come back',
    "await takeBack(tx, capId, 'expires_at <= $2 and node_id <> $3', [wallNow, nodeId]);",
    '',
  ),
  escrow('what others have not spent is never called in', 'if (freeOf(cap) < atLeast)', 'if (false)'),
  escrow(
    'a node that stops keeps its leases',
    "await takeBack(tx, capId, 'node_id = $2', [nodeId])",
    'void 0',
  ),
  caps('a cap that is short is at its end', "answer.kind !== 'capShort' || nothingMore ||", 'true ||'),
  caps(
    'several takes are spent though one is short',
    'if (short.length > 0)',
    'if (short.length === takes.length && short.length > 0)',
    {
      tests: [T.caps, T.budgets],
    },
  ),
  due('work that another node has leased is taken', 'and leased_until <= $3', 'and $3::bigint > 0'),
  due('two nodes take work at one moment', 'for update skip locked', ''),
  due(
    'an outcome counts though somebody else took the work',
    'due.lease_no = told.lease_no and leased_until > 0',
    'leased_until > 0',
  ),
  due(
    'work of a node that died is never taken again',
    "state = 'waiting' and next_at <= $1",
    "state = 'waiting' and lease_no = 0 and next_at <= $1",
  ),
  due('work that was done stays leased', 'update due set leased_until = 0, state', 'update due set state'),
  due('work that failed is done', "if (outcome.kind === 'done') return 'done';", "return 'done';"),
  due(
    'a try that failed is not counted',
    "({ kind }) => (kind === 'later' ? 0 : 1)",
    "({ kind }) => (kind === 'done' ? 1 : 0)",
  ),
  due('work that is not due is done', 'and next_at <= $1 and kind', 'and $1::bigint > 0 and kind'),
  leasing(
    'a lease is not kept up',
    'renewing ??= renewLeases(db, rows, wall.now() + leaseMs)',
    'renewing ??= Promise.resolve()',
  ),
  leasing(
    'a failure takes its companions along',
    'if (run.length === 1 || lease.late())',
    'if (run.length > 0)',
  ),
  leasing('a stopped node goes on with its batch', 'lease.late() || input.stopping()', 'lease.late()'),
  dueWorker(
    'handlers run inside a transaction',
    'async function runOnce(now: number): Promise<number> {',
    'const runOnce = (now: number): Promise<number> => db.transaction(() => once(now));\n  async function once(now: number): Promise<number> {',
    { tests: [T.due, `${trade}/payment/wire.pg.test.ts`] },
  ),
  inFile(`${trade}/payment/checks/answer-check.ts`, [T.checks])(
    'a check that was guessed at too often is not said to have failed',
    "row.state === 'asked' && triesLeft === 0",
    'row.tries < 0',
  ),
  checks(
    'a check of somebody else is answered',
    'check_id = $1 and shopper_id = $2 and session_hash is not distinct from $5',
    "check_id = $1 and $2::text <> '' and session_hash is not distinct from $5",
  ),
  checks('a code never expires', 'and expires_at_wall > $4', 'and $4::bigint > 0'),
  checks('one check has two open charges', 'if (open.length > 0) return false;', ''),
  checks('one check lets any number of charges through', 'and charges < $6', 'and $6::int > 0'),
  checks('a check is good for ever', 'and passed_at_wall > $5', 'and $5::bigint > 0'),
  checks('a check is good for any amount', 'and amount_fen = $4', 'and $4::bigint > 0'),
  checks(
    'messages are counted without a lock',
    "await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 131))', [key]);",
    'void key;',
  ),
  checks(
    'an older code is as good as the newer',
    "set state = 'failed' where shopper_id = $1 and way = $2 and state = 'asked'",
    "set state = 'failed' where shopper_id = $1 and way = $2 and state = 'none'",
  ),
  inFile(`${trade}/payment/checks/ask-check.ts`, [T.checks])(
    'a code goes to whatever number an order names',
    'if (known !== undefined) return',
    'if (known !== undefined && phone === null) return',
  ),
  passkeys(
    'an answer that was signed once serves again',
    '`delete from passkey_challenge where challenge = $1 and shopper_id is not distinct from $2\n     returning purpose, expires_at_wall as "expiresAtWall"',
    '`select purpose, expires_at_wall as "expiresAtWall" from passkey_challenge where challenge = $1 and shopper_id is not distinct from $2',
  ),
  passkeys(
    'a passkey may count back',
    'and (counter < $2 or (counter = 0 and $2 = 0))',
    'and $2::bigint >= 0',
  ),
  passkeys(
    'a challenge is anybody’s',
    'challenge = $1 and shopper_id is not distinct from $2',
    "challenge = $1 and coalesce($2::text, '') is not null",
  ),
  passkeyFace('a challenge serves any purpose', ' && row.purpose === purpose', ''),
  passkeyFace('a challenge never runs out', ' && row.expiresAtWall > nowWall()', ''),
  inFile(`${members}/passkeys/verify.ts`, [T.passkeys])(
    'nobody has to be verified for a payment',
    'requireUserVerification: true,\n      credential',
    'requireUserVerification: false,\n      credential',
  ),
  inFile(`${members}/passkeys/routes.ts`, [T.passkeys])(
    'an open session may change what guards its account',
    'if (freshUntilWall !== null || (',
    'if (freshUntilWall !== -1 || (',
  ),
  inFile(`${trade}/orders/check-ways.ts`, [T.passkeys])(
    'the number of an order is enough where there is a passkey',
    'guarded ? firstPaidPhone',
    'guarded && row === null ? firstPaidPhone',
  ),
  inFile(`${trade}/payment/request-payment.ts`, [T.checks])(
    'an open charge is closed before the check was shown',
    "if (unproven) return { kind: 'checkNeeded' };",
    '',
  ),
  relay('two relays at once', '(await lock(tx)) ? give(tx) : null', 'give(tx)'),
  relay('a position twice', 'outbox_position.position + waiting.nth', 'outbox_position.position + 1'),
  consumers(
    'an event is applied by two nodes',
    "for update skip locked';\n  const [row]",
    "';\n  const [row]",
  ),
  consumers(
    'a consumer forgets where it stands',
    "await tx.query('update consumer set position = $2 where name = $1', [consumer.name, last]);",
    '',
  ),
  clock(
    'a node that lags behind sets campaign time back',
    'campaign_at = greatest(clock.campaign_at, excluded.campaign_at)',
    'campaign_at = excluded.campaign_at',
  ),
  clock(
    'a node that starts beside others has a time of its own',
    'wentOnMs > 0 && wentOnMs < FRESH_MS ? wentOnMs : 0',
    '0',
  ),
  clock('a node does not follow a clock that was moved', 'clock.moveTo(before.campaignAt + movedBy);', ''),
  {
    name: 'any master key will do',
    file: `${platform}/master-key.ts`,
    find: '!kept.mac.equals(mac)',
    put: 'false',
    tests: [T.key],
  },
];

const coupons = inFile(`${trade}/orders/hold-coupons.ts`, [T.coupons, T.counted]);
const claims = inFile(`${trade}/coupons/claim-coupon.ts`, [T.claim]);
const points = inFile(`${trade}/orders/hold-points.ts`, [T.points, T.counted]);
const boxes = inFile(`${trade}/draws/hold-boxes.ts`, [T.draws, T.counted]);
const hold = inFile(`${trade}/orders/hold.ts`, [T.counted, T.budgets]);
const protection = inFile(`${trade}/protection/pay-protection.ts`, [T.protection]);
const counted: Mutation[] = [
  coupons('a coupon pays for two orders', "if (typeof frozen === 'string')", 'if (false)'),
  coupons(
    'a coupon is not given back',
    '...moveAll(view, row, (coupon) => releaseCoupon(coupon, { purchaseId: row.purchaseId, at })),',
    '',
  ),
  coupons('a gift once each is given twice', 'if (isOver(view, giftUses))', 'if (false)'),
  coupons('a limit of coupons is not looked at', 'if (isOver(view, couponUses))', 'if (false)'),
  coupons(
    'a coupon that another has is taken again by a late payment',
    'if (taken === null) return null;',
    'if (taken === null) continue;',
  ),
  claims(
    'a claim is counted twice under one key',
    'if (known !== undefined) return { answer: replay(known, bodyHash) };',
    '',
  ),
  claims('a limit of claims is not looked at', 'if (uses === null)', 'if (uses === undefined)'),
  points('points pay for two orders', 'return held && book(', 'return held === null ? [] : book('),
  points(
    'points are not given back',
    "return book(view, row, entryId(row, 'closed'), at, back);",
    'return [];',
  ),
  points('points are given back twice', "if (view.row('pointsEntry', id) !== undefined)", 'if (false)', {
    equivalent: 'the entry’s key is unique: the second insert is a lost race for ever, and nothing commits',
  }),
  points(
    'a late payment spends points that are gone',
    'if (again === null) return null;',
    'if (again === null) return [];',
  ),
  boxes('a box is sold twice', 'if (roomIn(pools.known(poolId).pool, count) < quantity)', 'if (false)'),
  boxes('a box that is held is not given back', 'held: count.held - quantity', 'held: count.held'),
  boxes(
    'a limit of boxes is not looked at',
    "if (perPersonMax !== null && shopper.held + shopper.draws + quantity > perPersonMax)\n        return { kind: 'refused', code: 'boxLimit' };",
    '',
  ),
  hold('a budget is not given back', 'capId, amount: -amount', 'capId, amount: 0 * amount', {
    tests: [T.budgets],
  }),
  hold(
    'a budget is not spent',
    "const budgets = spendFrom(view, row.body.budgets ?? [], nodeId);\n  if (budgets.kind === 'capShort') return budgets;\n  const boxes = pools",
    "const budgets = spendFrom(view, [], nodeId);\n  if (budgets.kind === 'capShort') return budgets;\n  const boxes = pools",
  ),
  protection('a fall is paid twice', 'heldFen: before?.heldFen ?? 0 }, nowFen)', 'heldFen: 0 }, nowFen)'),
  protection('a claim is paid again under its key', 'if (known !== undefined)', 'if (false)'),
  protection('protection is not sent back', 'due: [refundDue(payment, refund)],', ''),
];

const unitsFile = (name: string) => inFile(`${trade}/${name}`, [T.units]);
/** Units in two places, or in none: judged by the auditor after real parcels, cases and returns. */
const units: Mutation[] = [
  unitsFile('fulfilment/move-parcel.ts')(
    'what was refunded leaves with its parcel',
    'Math.min(unit.quantity, unshippedOf(line, back(line.lineId)))',
    'unit.quantity',
  ),
  unitsFile('fulfilment/allot.ts')(
    'units that are in a parcel are put into another',
    'parcelled: line.parcelled + quantity,',
    'parcelled: line.parcelled,',
  ),
  unitsFile('fulfilment/allot.ts')(
    'nobody comes back for units that wait',
    'const moved = { ...row, orders, allotAt };',
    'const moved = { ...row, orders, allotAt: null };',
  ),
  unitsFile('fulfilment/unship.ts')('what a case refunded is sent again', '        ...back.writes,\n', ''),
  unitsFile('aftercare/return-lines.ts')(
    'what has left is refunded without a case',
    "if (quantity > unshipped) return 'returnNeedsCase';",
    '',
  ),
  inFile(`${trade}/fulfilment/collect.ts`, [T.collecting])(
    'a code opens twice',
    "if (code.state === 'used') return refuse('pickupCodeUsed', { usedAt: code.endedAt });",
    '',
  ),
];

const ofPhotos = (name: string) => inFile(`${trade}/aftercare/${name}`, [T.photos]);
/** Uploads that fill memory, and photos that are lost or stay for ever. */
const photos: Mutation[] = [
  ofPhotos('photo-room.ts')('uploads find room that is not there', 'heldBytes + bytes > roomBytes ||', ''),
  ofPhotos('photo-room.ts')(
    'one shopper takes all the room',
    ' || (shares.get(shopperId) ?? 0) + bytes > shareBytes',
    '',
  ),
  ofPhotos('photo-routes.ts')('the room of an upload never comes back', '        giveBack();', ''),
  ofPhotos('photo-routes.ts')(
    'an upload is waited for although its sender has gone',
    'request.raw.destroyed ? undefined : await request.file()',
    'await request.file()',
  ),
  ofPhotos('photo-routes.ts')(
    'what anybody sends is read',
    'if (refusal !== null) throw new Refusal(refusal);',
    '',
  ),
  ofPhotos('photos.ts')(
    'a photo that nobody asked with stays for ever',
    'await addDue(tx, [eraseDue(purchaseId, eraseAt)]);\n    return true;',
    'return true;',
  ),
  ofPhotos('photos.ts')(
    'a photo that was sent again is erased as if it had not been',
    'if (found.length > 0) await addDue(tx, [eraseDue(purchaseId, eraseAt)]);',
    '',
  ),
];

const ofDeposits = (name: string) => inFile(`${trade}/${name}`, [T.defaults]);
/** Deposits that are lost, doubled or kept: judged by the auditor. */
const deposits: Mutation[] = [
  ofDeposits('orders/presale/pay-out.ts')(
    'a deposit’s second half counts as sent and the bank never hears of it',
    'await payouts.payOut({ payoutId: `presale:${purchaseId}`, shopperId, amountFen: fen, at });',
    '',
  ),
  ofDeposits('orders/presale/pay-out.ts')(
    'a deposit’s second half is written down and never due',
    'due: [{ kind: PRESALE_PAYOUT_KIND, key: purchaseId, at: owedAt, payload: { purchaseId } }],',
    'due: [],',
  ),
  ofDeposits('orders/presale/end-presale.ts')(
    'a deposit’s second half is told and not written down',
    'shopperId: row.shopperId, fen: extraFen,',
    'shopperId: row.shopperId, fen: 0,',
  ),
  ofDeposits('aftercare/return-lines.ts')(
    'a deposit is doubled for units that were delivered too',
    "{ kind: 'sellerDefault', undelivered }",
    "{ kind: 'sellerDefault' }",
  ),
];

/** The same, seen from outside: whole servers, killed and frozen, judged by what clients were told. */
const FAULTS = 'tests/faults';
const fromOutside: Mutation[] = [
  {
    name: 'from outside: everybody is answered before the commit',
    file: `${platform}/lane/create-lane.ts`,
    find: 'return { outcomes: decided, wrote:',
    put: 'decided.forEach((outcome, index) => void ("answer" in outcome && batch[index]!.resolve(outcome.answer)));\n        return { outcomes: decided, wrote:',
    // A kill leaves it a few milliseconds only.
    tests: [`${FAULTS}/cut-commits.fault.test.ts`],
  },
  {
    name: 'from outside: a retried flash order takes again',
    file: `${trade}/orders/place-flash-order.ts`,
    find: 'if (known !== null) return { answer: known };',
    put: '',
    tests: [`${FAULTS}/burst-kill.fault.test.ts`],
  },
  {
    name: 'from outside: a closed hold gives nothing back',
    file: `${trade}/orders/cancel-purchase.ts`,
    find: '...giveBackHold(view, row),',
    put: '',
    tests: [`${FAULTS}/burst-kill.fault.test.ts`],
  },
  {
    name: 'from outside: a photo that nobody asked with stays for ever',
    file: `${trade}/aftercare/photos.ts`,
    find: 'await addDue(tx, [eraseDue(purchaseId, eraseAt)]);\n    return true;',
    put: 'return true;',
    tests: [`${FAULTS}/burst-kill.fault.test.ts`],
  },
  {
    name: 'from outside: nobody ever gives up waiting',
    file: `${platform}/db/open-db.ts`,
    find: 'state.expired = true;\n      reject(',
    put: 'return;\n      reject(',
    tests: [`${FAULTS}/outages.fault.test.ts`],
  },
  {
    name: 'from outside: a node that starts beside others has a time of its own',
    file: `${platform}/clock-store.ts`,
    find: 'clock.moveTo(before.campaignAt + movedBy);',
    put: '',
    tests: [`${FAULTS}/nodes.fault.test.ts`],
  },
  {
    name: 'from outside: what others have not spent is never called in',
    file: `${platform}/lane/escrow.ts`,
    find: 'if (freeOf(cap) < atLeast)',
    put: 'if (false)',
    tests: [`${FAULTS}/nodes.fault.test.ts`],
  },
];

export const SABOTAGE: readonly Mutation[] = [
  ...ground,
  ...shared,
  ...counted,
  ...units,
  ...photos,
  ...deposits,
  ...fromOutside,
];
