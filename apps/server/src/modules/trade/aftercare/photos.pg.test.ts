import { type ClientRequest, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PHOTO_BYTES_MAX, PHOTO_KEPT_MS, PHOTO_UNUSED_MS, PURCHASE_PHOTOS_MAX } from '@dacu/engine/aftercare';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest';
import type { Sql } from '../../../platform/db/types.ts';
import type { PurchaseRow } from '../orders/index.ts';
import { type Bench, openBench } from '../trade-test-bench.ts';
import type { CaseRow } from './case-row.ts';
import type { CaseAct } from './move-case.ts';
import { lockPhotos } from './photo-store.ts';

const CREAM = 'sku-cream';
let bench: Bench;
let fresh = 0;
beforeAll(async () => {
  bench = await openBench({ onHand: 1_000 });
});
afterAll(() => bench.close());

const now = () => bench.clocks.campaign.now();

/** No two are the same. */
function photo(): Promise<Buffer> {
  fresh += 1;
  const background = { r: fresh % 256, g: 100, b: 100 };
  return sharp({ create: { width: 64 + fresh, height: 64, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

type Buyer = { readonly cookies: Record<string, string>; readonly row: PurchaseRow };
async function buyer(): Promise<Buyer> {
  const cookies: Record<string, string> = {};
  const visit = await request({ cookies }, 'POST', '/api/visits', { channel: 'app' });
  for (const { name, value } of visit.cookies) cookies[name] = value;
  const [{ shopper_id: shopperId }] = (await bench.db.query<{ shopper_id: string }>(
    'select shopper_id from shopper order by shopper_id desc limit 1',
  )) as [{ shopper_id: string }];
  const row = await bench.buy({ ...(await bench.shopper()), shopperId }, [{ skuId: CREAM, quantity: 2 }]);
  await bench.pay(row);
  await bench.ship(row, [{ lineId: CREAM, quantity: 2 }], now());
  return { cookies, row: await bench.purchase(row.purchaseId) };
}

function request(who: Pick<Buyer, 'cookies'>, method: 'GET' | 'POST', url: string, body?: object) {
  return bench.app.inject({
    ...{ method, url, cookies: who.cookies, ...(body && { payload: body }) },
    headers: { host: 'localhost', origin: 'http://localhost', 'idempotency-key': `photo-${++fresh}` },
  });
}

const FORM = 'multipart/form-data; boundary=b';
function formOf(file: Buffer): Buffer {
  const head =
    '--b\r\ncontent-disposition: form-data; name="file"; filename="cat.svg"\r\ncontent-type: text/html\r\n\r\n';
  return Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--b--\r\n')]);
}

async function upload(who: Buyer, file: Buffer, purchaseId = who.row.purchaseId) {
  const response = await bench.app.inject({
    ...{ method: 'POST', url: `/api/purchases/${purchaseId}/photos`, cookies: who.cookies },
    headers: { host: 'localhost', origin: 'http://localhost', 'content-type': FORM },
    // Everybody comes from elsewhere: photos are limited by address.
    remoteAddress: `203.0.113.${fresh++ % 250}`,
    payload: formOf(file),
  });
  const body = response.json();
  return { status: response.statusCode, code: body.code as string, photoId: body.photoId as string };
}

const ask = (who: Buyer, photos: readonly string[], key = `ask-${++fresh}`) =>
  bench.node.aftercare.requestCase({
    ...{ at: now(), shopperId: who.row.shopperId, purchaseId: who.row.purchaseId, idempotencyKey: key },
    ...{ kind: 'returnAndRefund', reason: 'quality', lines: [{ lineId: CREAM, quantity: 1 }], photos },
  });

async function caseWith(who: Buyer, photos: readonly string[], key?: string): Promise<CaseRow> {
  const answer = await ask(who, photos, key);
  if (answer.kind === 'refused') throw new Error(answer.code);
  return answer.row;
}
const move = (one: CaseRow, act: CaseAct) =>
  bench.node.aftercare.moveCase({
    ...{ at: now(), caseId: one.caseId, act, idempotencyKey: `act-${++fresh}` },
    actor: { by: act.on === 'withdraw' ? 'shopper' : 'operator', operatorId: 'op_staff', operator: 'Staff' },
  });
const keptOf = async ({ row }: Buyer) =>
  (
    await bench.db.query<{ photo_id: string }>(
      'select photo_id from case_photo where purchase_id = $1 order by kept_at, photo_id',
      [row.purchaseId],
    )
  ).map(({ photo_id: photoId }) => photoId);

describe('who may read a photo', () => {
  it('its shopper and the desk, nobody else; nothing keeps it on the way, and that the desk read it stays', async () => {
    const [owner, stranger] = [await buyer(), await buyer()];
    const { photoId, status } = await upload(owner, await photo());
    expect(status).toBe(201);
    const own = `/api/purchases/${owner.row.purchaseId}/photos/${photoId}`;
    const read = await request(owner, 'GET', own);
    expect([read.statusCode, read.headers['content-type'], read.headers['cache-control']]).toEqual([
      ...[200, 'image/jpeg', 'private, no-store'],
    ]);
    expect((await sharp(read.rawPayload).metadata()).format).toBe('jpeg');
    expect((await request(stranger, 'GET', own)).statusCode).toBe(404);
    // Not even below a purchase of their own.
    const elsewhere = `/api/purchases/${stranger.row.purchaseId}/photos/${photoId}`;
    expect((await request(stranger, 'GET', elsewhere)).statusCode).toBe(404);
    expect((await request({ cookies: {} }, 'GET', own)).statusCode).toBe(401);

    const { caseId } = await caseWith(owner, [photoId]);
    const other = await caseWith(stranger, []);
    const desk = `/api/ops/cases/${caseId}/photos/${photoId}`;
    expect((await request({ cookies: {} }, 'GET', desk)).statusCode).toBe(401);
    expect((await request(owner, 'GET', desk)).statusCode).toBe(401);
    const { casePhoto } = bench.node.aftercare;
    expect(await casePhoto({ caseId, photoId, by: 'Staff' })).toEqual(read.rawPayload);
    expect(await casePhoto({ caseId: other.caseId, photoId, by: 'Staff' })).toBeNull();
    // What was not shown with the case is not the desk's to read.
    const unshown = await upload(owner, await photo());
    expect(await casePhoto({ caseId, photoId: unshown.photoId, by: 'Staff' })).toBeNull();
    expect(
      await bench.db.query(
        `select kind, subject, detail, acted_by from operator_act where kind = 'casePhotoRead'`,
      ),
    ).toEqual([{ kind: 'casePhotoRead', subject: caseId, detail: { photoId }, acted_by: 'Staff' }]);
  });

  it('is sealed where it lies, under its shopper’s key', async () => {
    const who = await buyer();
    const { photoId } = await upload(who, await photo());
    const [row] = await bench.db.query<{ sealed: Buffer; person_id: string }>(
      'select sealed, person_id from case_photo where photo_id = $1',
      [photoId],
    );
    await expect(sharp(row!.sealed).metadata()).rejects.toThrow();
    expect(row!.person_id).toBe(await bench.node.members.profiles.personId(who.row.shopperId));
  });
});

describe('what is refused', () => {
  let who: Buyer;
  beforeAll(async () => {
    who = await buyer();
  });
  test.each([
    ['what is no photo, by its bytes', () => upload(who, Buffer.from('<svg/>')), 422, 'photoKind'],
    [
      'a photo that shows nothing',
      async () =>
        upload(
          who,
          await sharp({ create: { width: 63, height: 63, channels: 3, background: '#fff' } })
            .png()
            .toBuffer(),
        ),
      ...([422, 'photoPixels'] as const),
    ],
    ['half a photo', async () => upload(who, (await photo()).subarray(0, 200)), 422, 'photoDamaged'],
    ['a file too large', () => upload(who, Buffer.alloc(PHOTO_BYTES_MAX + 1, 255)), 413, 'bodyTooLarge'],
    [
      'a photo of somebody else’s order',
      async () => upload(await buyer(), await photo(), who.row.purchaseId),
      404,
      'notFound',
    ],
  ])('%s', async (_, send, status, code) => {
    expect(await send()).toMatchObject({ status, code });
    expect(await keptOf(who)).toEqual([]);
  });

  it('a photo of an order that is not paid, and what is no upload at all', async () => {
    const held = await bench.buy({ ...(await bench.shopper()), shopperId: who.row.shopperId }, [
      { skuId: CREAM, quantity: 1 },
    ]);
    expect(await upload(who, await photo(), held.purchaseId)).toMatchObject({ status: 409, code: 'notPaid' });
    const plain = await request(who, 'POST', `/api/purchases/${who.row.purchaseId}/photos`, {});
    expect([plain.statusCode, plain.json().code]).toEqual([400, 'invalidRequest']);
  });

  it('more photos than an order holds, also when two come at once', async () => {
    const many = await buyer();
    const fill = (sql: Sql, from: number, to: number) =>
      sql.query(
        `insert into case_photo select 'ph_filler_' || n, $1, 'pe_none', '\\x00', 1, 1, 0, $2
         from generate_series($3::int, $4::int) n`,
        [many.row.purchaseId, now() + PHOTO_UNUSED_MS, from, to],
      );
    await fill(bench.db, 2, PURCHASE_PHOTOS_MAX);
    let answer: ReturnType<typeof upload> | undefined;
    await bench.db.transaction(async (tx) => {
      // Another has the last place, and has not said so yet.
      await lockPhotos(tx, many.row.purchaseId);
      await fill(tx, 1, 1);
      let settled = false;
      answer = upload(many, await photo()).finally(() => (settled = true));
      await expect
        .poll(async () => {
          const waiting = `select from pg_locks where locktype = 'advisory' and not granted`;
          return settled || (await bench.db.query(waiting)).length > 0;
        })
        .toBe(true);
    });
    expect(await answer).toMatchObject({ status: 409, code: 'photosTooMany' });
    expect(await keptOf(many)).toHaveLength(PURCHASE_PHOTOS_MAX);
    expect(await upload(many, await photo())).toMatchObject({ status: 409, code: 'photosTooMany' });
  });

  it('a case with a photo that is not there, of another order, or with too many; and nothing of it begins', async () => {
    const other = await buyer();
    const { photoId } = await upload(other, await photo());
    for (const photos of [[`ph_${'0'.repeat(26)}`], [photoId]])
      expect(await ask(who, photos)).toEqual({ kind: 'refused', code: 'photoGone' });
    const seven = Array.from({ length: 7 }, (_each, index) => `ph_${String(index).repeat(26)}`);
    const body = {
      kind: 'returnAndRefund',
      reason: 'quality',
      lines: [{ lineId: CREAM, quantity: 1 }],
      photos: seven,
    };
    const answer = await request(who, 'POST', `/api/purchases/${who.row.purchaseId}/cases`, body);
    expect(answer.statusCode).toBe(400);
    expect(await bench.node.aftercare.cases(who.row)).toEqual([]);
  });
});

describe('what uploads hold of memory', () => {
  beforeAll(async () => {
    await bench.app.listen({ port: 0, host: '127.0.0.1' });
  });
  const begun: ClientRequest[] = [];
  afterEach(() => {
    for (const one of begun.splice(0)) one.destroy();
  });

  /** An upload over a real connection that has begun: the rest of it comes when it is told to go on. */
  function begin(
    who: Buyer,
    file: Buffer,
    { purchaseId = who.row.purchaseId, chunked = false }: { purchaseId?: string; chunked?: boolean } = {},
  ) {
    const form = formOf(file);
    const cookie = Object.entries(who.cookies).map(([name, value]) => `${name}=${value}`);
    const sent = httpRequest({
      ...{ method: 'POST', path: `/api/purchases/${purchaseId}/photos`, agent: false },
      ...{ host: '127.0.0.1', port: (bench.app.server.address() as AddressInfo).port },
      headers: {
        ...{ host: 'localhost', origin: 'http://localhost', 'content-type': FORM, cookie: cookie.join('; ') },
        ...(chunked ? {} : { 'content-length': form.length }),
      },
    });
    const answered = new Promise<[number, string | undefined, string | undefined]>((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', async (response) => {
        const { code } = JSON.parse(Buffer.concat(await response.toArray()).toString());
        resolve([response.statusCode!, code, response.headers['retry-after']]);
      });
    });
    answered.catch(() => {});
    begun.push(sent);
    sent.write(form.subarray(0, 1_000));
    return { answered, goOn: () => void sent.end(form.subarray(1_000)), goAway: () => void sent.destroy() };
  }
  const held = (bytes: number) => expect.poll(() => bench.node.aftercare.photoRoom.heldBytes()).toBe(bytes);
  const largest = async () =>
    Buffer.concat([await photo(), Buffer.alloc(PHOTO_BYTES_MAX)]).subarray(0, PHOTO_BYTES_MAX);

  it('many at once: what finds no room is refused before it is sent, and nothing half-done remains', async () => {
    const file = await largest();
    const late = await buyer();
    const buyers = [await buyer(), await buyer(), await buyer(), await buyer()];
    const [first, ...others] = buyers.flatMap((who) => [begin(who, file), begin(who, file)]);
    await held(8 * PHOTO_BYTES_MAX);
    const small = await photo();
    const refused = Array.from({ length: 10 }, (_each, nth) => begin(nth % 2 ? late : buyers[0]!, small));
    for (const { answered } of refused) expect(await answered).toEqual([503, 'overloaded', '2']);
    for (const one of refused) one.goAway();
    for (const one of others) one.goAway();
    await held(PHOTO_BYTES_MAX);
    first!.goOn();
    expect(await first!.answered).toEqual([201, undefined, undefined]);
    expect((await upload(late, small)).status).toBe(201);
    await held(0);
    const kept = await Promise.all([...buyers, late].map(keptOf));
    expect(kept.map(({ length }) => length)).toEqual([1, 0, 0, 0, 1]);
    const ofThem = buyers.map(({ row }) => row.purchaseId);
    expect(
      await bench.db.query(
        `select 1 from due where kind = 'photo.erase' and payload->>'purchaseId' = any($1)`,
        [[...ofThem, late.row.purchaseId]],
      ),
    ).toHaveLength(2);
  });

  it('one shopper takes a share, also without saying how much comes, and leaves room for others', async () => {
    const [many, other] = [await buyer(), await buyer()];
    const file = await largest();
    const two = [begin(many, file, { chunked: true }), begin(many, file, { chunked: true })];
    await held(2 * PHOTO_BYTES_MAX);
    expect(await upload(many, await photo())).toMatchObject({ status: 503, code: 'overloaded' });
    expect((await upload(other, await photo())).status).toBe(201);
    for (const one of two) one.goAway();
    await held(0);
    expect((await upload(many, await photo())).status).toBe(201);
  });

  it('who goes away before anything was read leaves nothing taken', async () => {
    const who = await buyer();
    const refusedSoFar = async () => {
      const { values } = await bench.metrics.httpRefused.get();
      return values.find(({ labels }) => labels.code === 'invalidRequest')?.value ?? 0;
    };
    const before = await refusedSoFar();
    const connections = () => new Promise((told) => bench.app.server.getConnections((_, n) => told(n)));
    await bench.db.transaction(async (tx) => {
      // Whose order it is cannot be read for as long as this lasts.
      await tx.query('lock table purchase in access exclusive mode');
      const one = begin(who, await largest());
      const waiting = `select 1 from pg_locks where relation = 'purchase'::regclass and not granted`;
      await expect.poll(async () => (await bench.db.query(waiting)).length).toBe(1);
      one.goAway();
      await expect.poll(connections).toBe(0);
    });
    await expect.poll(refusedSoFar).toBe(before + 1);
    await held(0);
  });

  it('nothing is read of what is too large by its own word, nor for an order of somebody else', async () => {
    const [who, other] = [await buyer(), await buyer()];
    const large = begin(who, Buffer.alloc(2 * PHOTO_BYTES_MAX));
    expect((await large.answered).slice(0, 2)).toEqual([413, 'bodyTooLarge']);
    const foreign = begin(who, await largest(), { purchaseId: other.row.purchaseId });
    expect((await foreign.answered).slice(0, 2)).toEqual([404, 'notFound']);
    for (const one of [large, foreign]) one.goAway();
    expect(bench.node.aftercare.photoRoom.heldBytes()).toBe(0);
  });
});

describe('a photo is kept as long as it is needed', () => {
  it('the same file twice is one photo, and a repeated request is one case with its photos', async () => {
    const who = await buyer();
    const file = await photo();
    const [first, again] = [await upload(who, file), await upload(who, file)];
    expect(again.photoId).toBe(first.photoId);
    const second = await upload(who, await photo());
    const photos = [second.photoId, first.photoId];
    const one = await caseWith(who, photos, 'the-key');
    expect(one.photos).toEqual(photos);
    expect(await caseWith(who, photos, 'the-key')).toEqual(one);
    expect(await ask(who, [first.photoId], 'the-key')).toEqual({
      kind: 'refused',
      code: 'idempotencyKeyReused',
    });
    const [view] = (await bench.node.aftercare.cases(who.row))!;
    expect(view).toMatchObject({ photos, photosUntil: null });
  });

  it('a day where no case has it, to the millisecond', async () => {
    const who = await buyer();
    const sentAt = now();
    await upload(who, await photo());
    await bench.advanceTo(sentAt + PHOTO_UNUSED_MS - 1);
    expect(await keptOf(who)).toHaveLength(1);
    await bench.advanceTo(sentAt + PHOTO_UNUSED_MS);
    expect(await keptOf(who)).toEqual([]);
  });

  it('a day from the last time that it was sent', async () => {
    const who = await buyer();
    const file = await photo();
    const sentAt = now();
    await upload(who, file);
    await bench.advanceTo(sentAt + PHOTO_UNUSED_MS - 60_000);
    await upload(who, file);
    await bench.advanceTo(sentAt + PHOTO_UNUSED_MS);
    expect(await keptOf(who)).toHaveLength(1);
    await bench.advanceTo(sentAt + 2 * PHOTO_UNUSED_MS);
    expect(await keptOf(who)).toEqual([]);
  });

  it('ninety days after a case was refused, the other case that has it included; and the case stays', async () => {
    const who = await buyer();
    const { photoId } = await upload(who, await photo());
    const unused = await upload(who, await photo());
    const first = await caseWith(who, [photoId]);
    await move(first, { on: 'refuse', note: 'shows nothing' });
    await bench.advanceTo(now() + PHOTO_UNUSED_MS);
    // Nobody asked with the other.
    expect(await keptOf(who)).toEqual([photoId]);
    expect(unused.photoId).not.toBe(photoId);
    const second = await caseWith(who, [photoId]);
    await move(second, { on: 'refuse', note: 'shows nothing still' });
    const endedAt = now();
    await bench.advanceTo(endedAt + PHOTO_KEPT_MS - 1);
    expect(await keptOf(who)).toEqual([photoId]);
    const [view] = (await bench.node.aftercare.cases(who.row))!;
    expect(view!.photosUntil).toBe(endedAt - PHOTO_UNUSED_MS + PHOTO_KEPT_MS);
    await bench.advanceTo(endedAt + PHOTO_KEPT_MS);
    expect(await keptOf(who)).toEqual([]);
    const own = `/api/purchases/${who.row.purchaseId}/photos/${photoId}`;
    expect((await request(who, 'GET', own)).json().code).toMatch(/notFound|notSignedIn/);
    expect(await bench.node.aftercare.casePhoto({ caseId: second.caseId, photoId, by: 'Staff' })).toBeNull();
    expect((await bench.node.aftercare.cases(who.row))!.map(({ photos }) => photos)).toEqual([
      [photoId],
      [photoId],
    ]);
    // A repeat, long after, still finds its case.
    expect(await ask(who, [photoId], second.claimKey.split(':')[1])).toMatchObject({
      kind: 'case',
      row: { caseId: second.caseId },
    });
  });

  it('what was acknowledged is read by a node that has just come up', async () => {
    const who = await buyer();
    const { photoId } = await upload(who, await photo());
    const { caseId } = await caseWith(who, [photoId]);
    const node = await bench.addNode();
    const photos = await node.aftercare.photo({ ...who.row, photoId });
    expect((await sharp(photos!).metadata()).format).toBe('jpeg');
    expect(await node.aftercare.casePhoto({ caseId, photoId, by: 'Staff' })).toEqual(photos);
  });
});
