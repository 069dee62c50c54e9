import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bench } from '../trade-test-bench.ts';
import { workRound } from './due.ts';
import { buyAndPay, DAY, eventsOf, HOUR, openFulfilment, pass, standingOf } from './fulfilment-test-bench.ts';
import { hearScans } from './hear-scans.ts';
import { journeyOf } from './sandbox/journey.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openFulfilment();
});
afterEach(() => bench.close());

/** A parcel that has left; its carrier says nothing by itself. */
async function shipped() {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }]);
  const deps = bench.node.fulfilmentDeps;
  await workRound(deps, bench.clocks.campaign.now());
  const [made] = (await standingOf(bench, row)).parcels;
  await bench.advanceTo(made!.workAt! + 60_000);
  await bench.db.query('update sandbox_label set next_push_at = null');
  await bench.drainEvents();
  const [parcel] = (await standingOf(bench, row)).parcels;
  expect(parcel!.state).toBe('shipped');
  return { row, parcel: parcel!, told: { carrier: parcel!.carrier!, no: parcel!.trackingNo! } };
}

test('scans in any order, repeated and told to two nodes at once leave one track and one delivery', async () => {
  const { row, parcel, told } = await shipped();
  const at = parcel.shippedAt!;
  const scans = (['collected', 'departed', 'arrived', 'outForDelivery', 'delivered'] as const).map(
    (code, index) => ({
      ...{ ...told, code, at: at + (index + 1) * HOUR },
    }),
  );
  const other = await bench.addNode();
  const now = at + DAY;
  await Promise.all(
    [
      [4, 1],
      [0, 4, 3],
      [2, 2],
      [3, 0, 1],
    ].map((order, index) =>
      hearScans((index % 2 ? bench.node : other).fulfilmentDeps, {
        ...{ at: now, asked: [], told: order.map((which) => scans[which]!) },
      }),
    ),
  );
  const after = (await standingOf(bench, row)).parcels[0]!;
  expect(after.track.map(({ code }) => code)).toEqual(scans.map(({ code }) => code));
  expect(after).toMatchObject({ state: 'delivered', deliveredAt: at + 5 * HOUR });
  const types = (await eventsOf(bench, row.purchaseId)).map(({ type }) => type);
  expect(types.filter((type) => type === 'order.delivered')).toHaveLength(1);
  expect(await hearScans(bench.node.fulfilmentDeps, { at: now, asked: [], told: scans })).toEqual({
    heard: 0,
  });
});

test('a carrier that goes on after it delivered is heard and takes nothing back', async () => {
  const { row, parcel, told } = await shipped();
  const at = parcel.shippedAt! + HOUR;
  const hear = (code: 'delivered' | 'returning', when: number) =>
    hearScans(bench.node.fulfilmentDeps, { at: when, asked: [], told: [{ ...told, code, at: when }] });
  await hear('delivered', at);
  await hear('returning', at + HOUR);
  const { row: standing, parcels } = await standingOf(bench, row);
  expect(parcels[0]).toMatchObject({ state: 'returning', deliveredAt: at });
  expect(standing.orders[0]).toMatchObject({ state: 'delivered' });
});

test('pushes that were lost are asked for, and what nobody knows is passed over', async () => {
  const { row, parcel } = await shipped();
  await pass(bench, 10 * DAY);
  const after = (await standingOf(bench, row)).parcels[0]!;
  expect(after.track.length).toBeGreaterThan(1);
  expect(after.track.some(({ code }) => code === 'delivered' || code === 'refused' || code === 'lost')).toBe(
    true,
  );
  expect(parcel.track).toEqual([]);
  const stranger = { carrier: 'sf', no: 'SF000000000000', code: 'delivered', at: 5 } as const;
  expect(await hearScans(bench.node.fulfilmentDeps, { at: 9, asked: [], told: [stranger] })).toEqual({
    heard: 0,
  });
});

test('a push over HTTP: genuine 200 and once, forged, altered or old 401', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }]);
  const deps = bench.node.fulfilmentDeps;
  await workRound(deps, bench.clocks.campaign.now());
  const [made] = (await standingOf(bench, row)).parcels;
  await bench.db.query('delete from due');
  await workRound(deps, made!.workAt!);
  const [push] = await deps.sandboxCarriers!.pushes(made!.workAt! + 10 * DAY);
  const send = (signature: string, payload: string) =>
    bench.app.inject({
      ...{ method: 'POST', url: '/api/carriers/notify', payload },
      headers: { 'content-type': 'application/json', 'carrier-signature': signature },
    });
  expect((await send('', push!.rawBody)).statusCode).toBe(401);
  expect(
    (
      await send(
        push!.signature.replace(/hmac=(.)/, (_, first) => `hmac=${first === '0' ? '1' : '0'}`),
        push!.rawBody,
      )
    ).json().code,
  ).toBe('signatureInvalid');
  expect((await send(push!.signature, `${push!.rawBody} `)).statusCode).toBe(401);
  const genuine = await send(push!.signature, push!.rawBody);
  expect([genuine.statusCode, genuine.json().heard > 0]).toEqual([200, true]);
  expect((await send(push!.signature, push!.rawBody)).json()).toEqual({ heard: 0 });
  bench.clocks.advanceTo(bench.clocks.campaign.now() + 6 * 60_000);
  expect((await send(push!.signature, push!.rawBody)).statusCode).toBe(401);
});

test('journeys are the same for the same parcel, mostly arrive within their lane, and sometimes go wrong', () => {
  const journey = (index: number) =>
    journeyOf({
      ...{
        parcelId: `pu_${index}.1`,
        carrier: 'jd',
        fromProvince: '330000',
        toProvince: '110000',
        at: 0,
        toStation: false,
      },
    });
  expect(journey(1)).toEqual(journey(1));
  const ends = Array.from({ length: 2_000 }, (_, index) => journey(index));
  const share = (code: string) =>
    ends.filter((scans) => scans.some((scan) => scan.code === code)).length / ends.length;
  expect(share('delivered')).toBeGreaterThan(0.97);
  for (const code of ['delayed', 'refused', 'lost']) expect(share(code)).toBeGreaterThan(0);
  const onTime = ends.filter((scans) => scans.some(({ code, at }) => code === 'delivered' && at < 3 * DAY));
  expect(onTime.length / ends.length).toBeGreaterThan(0.9);
  for (const scans of ends) for (const { at } of scans) expect(Number.isInteger(at)).toBe(true);
});
