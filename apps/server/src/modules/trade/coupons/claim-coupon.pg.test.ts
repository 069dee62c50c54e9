import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, type Customer, type Node, openBench } from '../trade-test-bench.ts';
import { programme, TWENTY } from '../trade-test-coupons.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';
import { type ClaimAnswer, couponsConsumer, couponsDue } from './index.ts';

const HOUR_MS = 3_600_000;
let bench: Bench;
let two: Node;

beforeAll(async () => {
  bench = await openBench();
  two = await bench.addNode();
});
afterAll(() => bench.close());
let edition = 0;
beforeEach(async () => {
  edition += 1;
  await bench.db.query('truncate coupon, coupon_claim, limit_use, win_back_pick, cap, cap_lease');
});

function offer(terms: Parameters<typeof programme>[1] = {}): void {
  bench.sale.publish({
    activityStock: 10,
    perPersonMax: 2,
    promotions: [TWENTY],
    coupons: [programme(TWENTY.id, terms)],
  });
}

const fresh = () => randomBytes(8).toString('hex');
function claim(
  who: Pick<Customer, 'shopperId' | 'channel'>,
  more: { node?: Node; key?: string; code?: string; promotionId?: string; phone?: string; at?: number } = {},
): Promise<ClaimAnswer> {
  const { node = bench.node, key = fresh(), at = bench.clocks.campaign.now(), code, phone } = more;
  return node.coupons.claim({
    ...{ at, shopperId: who.shopperId, channel: who.channel, idempotencyKey: key, code, phone },
    promotionId: more.promotionId ?? (code === undefined ? TWENTY.id : undefined),
  });
}
const codeOf = (answer: ClaimAnswer) => (answer.kind === 'claimed' ? 'claimed' : answer.code);
const stranger = (number: number) => ({ shopperId: `sh_${edition}_${number}`, channel: 'app' });
const issued = async () =>
  (await bench.db.query<{ n: number }>('select count(*)::int as n from coupon'))[0]!.n;

describe('many at once', () => {
  test('300 on two nodes want 40 coupons: exactly 40 get one, whoever asks later is told that they are gone', async () => {
    offer({ quantity: 40 });
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) => claim(stranger(n), { node: n % 2 ? bench.node : two })),
    );
    expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(40);
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['claimed', 'couponGone']));
    expect(await issued()).toBe(40);
    expect(codeOf(await claim(stranger(301), { node: two }))).toBe('couponGone');
  });

  test('one person in 20 parallel requests on two nodes gets no more than the limit', async () => {
    offer({ perPersonMax: 3 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => claim(stranger(0), { node: n % 2 ? bench.node : two })),
    );
    expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(3);
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['claimed', 'couponLimit']));
  });

  test('accounts with one phone share the limit', async () => {
    offer({ perPersonMax: 1 });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => claim(stranger(n), { phone: 'hash of one phone' })),
    );
    expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
  });

  test('a key in flight on both nodes gets one coupon and one answer; another request under it is refused', async () => {
    offer({ perPersonMax: 1, quantity: 5 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        claim(stranger(0), { key: 'same', node: n % 2 ? bench.node : two }),
      ),
    );
    const ids = answers.map((answer) => (answer.kind === 'claimed' ? answer.coupon.couponId : answer.code));
    expect(new Set(ids).size).toBe(1);
    expect(await issued()).toBe(1);
    expect(codeOf(await claim(stranger(0), { key: 'same', phone: 'another' }))).toBe('idempotencyKeyReused');
  });
});

describe('grabs', () => {
  /** 2024-06-18 00:00 +08:00. */
  const terms = { issue: 'timedGrab', grabAt: [600, 1_200], quantityPerGrab: 2, perPersonMax: 1 } as const;
  const at = (hours: number) => SLOT_FROM + hours * HOUR_MS;

  test('open at ten and at eight, each with its own lot and its own limit', async () => {
    offer({ ...terms, windows: [{ startsAt: at(0), endsAt: at(48) }] });
    expect(await claim(stranger(0), { at: at(10) - 1 })).toMatchObject({
      code: 'couponNotOpen',
      extra: { opensAt: at(10) },
    });
    expect(codeOf(await claim(stranger(0), { at: at(10) }))).toBe('claimed');
    expect(codeOf(await claim(stranger(0), { at: at(11) }))).toBe('couponLimit');
    expect(codeOf(await claim(stranger(1), { at: at(12) }))).toBe('claimed');
    expect(codeOf(await claim(stranger(2), { at: at(20) - 1 }))).toBe('couponGone');
    expect(codeOf(await claim(stranger(2), { at: at(20) }))).toBe('claimed');
    expect(codeOf(await claim(stranger(0), { at: at(20) }))).toBe('claimed');
    expect(codeOf(await claim(stranger(1), { at: at(33) }))).toBe('couponGone');
    expect(codeOf(await claim(stranger(1), { at: at(34) }))).toBe('claimed');
    expect(codeOf(await claim(stranger(1), { at: at(48) }))).toBe('couponEnded');
  });

  test('the centre says what is left of the open lot, and when the next one opens', async () => {
    offer({ ...terms, windows: [{ startsAt: at(0), endsAt: at(48) }] });
    const look = async (hours: number) =>
      (await bench.node.coupons.centre({ at: at(hours), shopper: stranger(0) })).programmes[0];
    expect(await look(9)).toMatchObject({ state: 'notOpen', opensAt: at(10), left: null });
    expect(await look(10)).toMatchObject({
      state: 'open',
      total: 2,
      left: 2,
      closesAt: at(20),
      opensAt: at(20),
    });
    expect(await look(45)).toMatchObject({ state: 'open', closesAt: at(48), opensAt: null });
    await claim(stranger(0), { at: at(10) });
    expect(await look(10)).toMatchObject({ state: 'limit', left: 1 });
    await claim(stranger(1), { at: at(10) });
    const gone = await bench.node.coupons.centre({ at: at(10), shopper: null });
    expect(gone.programmes[0]).toMatchObject({ state: 'gone', left: 0, opensAt: at(20) });
  });
});

describe('who and how', () => {
  test('a hidden coupon is listed nowhere and needs its code; a forged one is refused', async () => {
    offer({ issue: 'hidden' });
    const at = bench.clocks.campaign.now();
    expect((await bench.node.coupons.centre({ at, shopper: null })).programmes).toEqual([]);
    const [entry] = (await bench.node.coupons.ops({ at, withCodes: true })).programmes;
    expect((await two.coupons.ops({ at, withCodes: true })).programmes[0]!.code).toBe(entry!.code);
    expect((await two.coupons.ops({ at, withCodes: false })).programmes[0]!.code).toBeNull();
    expect(codeOf(await claim(stranger(0)))).toBe('couponCodeWrong');
    expect(codeOf(await claim(stranger(0), { code: 'AAAAAAAAAA' }))).toBe('couponCodeWrong');
    const typed = entry!.code!.toLowerCase().replace(/(.{4})/, '$1- ');
    expect(codeOf(await claim(stranger(0), { code: typed }))).toBe('claimed');
  });

  test('only its audience may claim it, and nobody what the sale itself gives', async () => {
    offer({ audience: { channels: ['wechat'] } });
    expect(codeOf(await claim(stranger(0)))).toBe('couponNotForYou');
    expect(codeOf(await claim({ shopperId: 'sh_w', channel: 'wechat' }))).toBe('claimed');
    const today = [{ startsAt: SLOT_FROM, endsAt: SLOT_FROM + 24 * HOUR_MS }];
    // Who may comes before when, so that nobody waits for an hour that is not theirs.
    offer({ audience: { channels: ['wechat'] }, issue: 'timedGrab', grabAt: [600], windows: today });
    expect(codeOf(await claim(stranger(0), { at: SLOT_FROM }))).toBe('couponNotForYou');
    expect(codeOf(await claim({ shopperId: 'sh_w', channel: 'wechat' }, { at: SLOT_FROM }))).toBe(
      'couponNotOpen',
    );
    offer({ issue: 'compensation' });
    expect(codeOf(await claim(stranger(1)))).toBe('couponNotForYou');
  });

  test('a stopped promotion gives out no more; an unknown one is not found; outside its windows it has ended', async () => {
    offer();
    bench.sale.stopped.add(TWENTY.id);
    expect(codeOf(await claim(stranger(0)))).toBe('couponEnded');
    bench.sale.stopped.clear();
    expect(codeOf(await claim(stranger(0), { promotionId: 'nothing' }))).toBe('notFound');
    offer({ windows: [{ startsAt: SLOT_FROM - 2, endsAt: SLOT_FROM - 1 }] });
    expect(codeOf(await claim(stranger(0)))).toBe('couponEnded');
  });

  test('a compensation is given once under its key, and to nobody unknown', async () => {
    offer({ issue: 'compensation' });
    const { shopperId } = await bench.shopper();
    const input = { at: SLOT_FROM, by: 'duty', idempotencyKey: 'sorry', promotionId: TWENTY.id, shopperId };
    const [first, second] = [await bench.node.coupons.compensate(input), await two.coupons.compensate(input)];
    expect(first).toMatchObject({ kind: 'claimed', replayed: false });
    expect(second).toMatchObject({ kind: 'claimed', replayed: true });
    expect(await issued()).toBe(1);
    expect(
      codeOf(await bench.node.coupons.compensate({ ...input, idempotencyKey: 'x', shopperId: 'sh_nobody' })),
    ).toBe('notFound');
  });

  test('a coupon ends after its time, never later than its promotion', async () => {
    offer({ validForMs: HOUR_MS });
    const one = await claim(stranger(0), { at: SLOT_FROM });
    expect(one).toMatchObject({ coupon: { expiresAt: SLOT_FROM + HOUR_MS } });
    const counts = async (at: number) =>
      (await bench.node.coupons.mine({ at, shopperId: stranger(0).shopperId })).counts;
    expect(await counts(SLOT_FROM + HOUR_MS - 1)).toMatchObject({ available: 1, expired: 0 });
    expect(await counts(SLOT_FROM + HOUR_MS)).toMatchObject({ available: 0, expired: 1 });
    offer({ validForMs: 365 * 24 * HOUR_MS });
    const last = TWENTY.windows.at(-1)!.endsAt;
    expect(await claim(stranger(0), { at: SLOT_FROM })).toMatchObject({ coupon: { expiresAt: last } });
  });
});

describe('win-back', () => {
  const DAY_MS = 24 * HOUR_MS;

  async function idle(days: number): Promise<string> {
    const { shopperId } = await bench.shopper();
    await bench.db.query('update shopper set first_paid_at = $2, last_paid_at = $2 where shopper_id = $1', [
      shopperId,
      SLOT_FROM - days * DAY_MS,
    ]);
    return shopperId;
  }
  const visit = (shopperId: string, node = bench.node) =>
    node.coupons.welcomeBack({ at: SLOT_FROM, shopperId });
  const countOf = async (shopperId: string) =>
    (await bench.node.coupons.mine({ at: SLOT_FROM, shopperId })).counts.available;

  test('thirty idle days bring one coupon for the whole campaign, however often and wherever they come', async () => {
    offer({ issue: 'winBack', idleDays: 30 });
    const [back, tooEarly] = [await idle(30), await idle(29)];
    const { shopperId: newcomer } = await bench.shopper();
    await Promise.all([visit(back), visit(back, two), visit(tooEarly), visit(newcomer)]);
    await visit(back);
    expect([await countOf(back), await countOf(tooEarly), await countOf(newcomer)]).toEqual([1, 0, 0]);
  });

  test('a payment brings its buyer a coupon thirty days on without a visit, and none to who bought again', async () => {
    offer({ issue: 'winBack', idleDays: 30 });
    const [away, loyal] = [await idle(30), await idle(10)];
    const paidAt = SLOT_FROM - 30 * DAY_MS;
    const paid = [away, loyal].map((shopperId) => ({ at: paidAt, data: { shopperId } }));
    // The edition that was in force when they paid says after how many days.
    const { plan } = bench.sale;
    const consumer = couponsConsumer({ plan: { ...plan, editionAt: () => plan.editionAt(SLOT_FROM) } });
    await bench.db.transaction((tx) => consumer.apply(tx, paid));
    await bench.db.transaction((tx) => consumer.apply(tx, paid));
    const rows = await bench.db.query<{ at: number; payload: unknown }>(
      `select at, payload from due where kind = 'coupons.winBack' order by key`,
    );
    expect(rows.map(({ at }) => at)).toEqual([SLOT_FROM, SLOT_FROM]);
    const clocks = { ...bench.clocks, campaign: { ...bench.clocks.campaign, now: () => SLOT_FROM } };
    const [due] = couponsDue({ clocks, coupons: bench.node.coupons });
    await due!.run(rows);
    await due!.run(rows);
    expect([await countOf(away), await countOf(loyal)]).toEqual([1, 0]);
  });

  test('who is left out stays out, and both groups are counted with who has paid since', async () => {
    offer({ issue: 'winBack', idleDays: 30, holdoutBp: 5_000 });
    const people = await Promise.all(Array.from({ length: 40 }, () => idle(40)));
    await Promise.all(people.map((one) => visit(one)));
    await Promise.all(people.map((one) => visit(one, two)));
    const counts = await Promise.all(people.map(countOf));
    const issuedTo = counts.filter((n) => n === 1).length;
    expect(issuedTo).toBeGreaterThan(5);
    expect(issuedTo).toBeLessThan(35);
    const [figures] = (await bench.node.coupons.ops({ at: SLOT_FROM, withCodes: false })).programmes;
    expect(figures!.winBack).toEqual({
      issued: issuedTo,
      issuedPaid: 0,
      heldOut: 40 - issuedTo,
      heldOutPaid: 0,
    });
  });
});
