import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTORS, step } from '../order-life/index.ts';
import {
  afterScan,
  afterWrongTry,
  codeFrom,
  deliveredAt,
  isCode,
  isLate,
  isRemote,
  laneDays,
  lateCompensation,
  NO_TRIES,
  PARCEL_LIFE,
  PARCEL_STATES,
  PROVINCES,
  pausedMs,
  promiseOf,
  SCAN_CODES,
  type Scan,
  SHIP_WITHIN_MS,
  standingOf,
  TRACK_MAX,
  type Tries,
  triesLockedUntil,
} from './index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('V73 what a late parcel is worth', () => {
  const terms = { bp: 1_000, minFen: 500, maxFen: 50_000 };
  test.each([
    [12_345, 1_234],
    [3_000, 500],
    [0, 500],
    [499_999, 49_999],
    [500_000, 50_000],
    [9_000_000, 50_000],
  ])('net %i is compensated with %i', (netFen, fen) => {
    expect(lateCompensation(netFen, terms)).toBe(fen);
  });
  test('bounds that exclude each other are a bug', () => {
    expect(() => lateCompensation(1, { bp: 1, minFen: 2, maxFen: 1 })).toThrow(RangeError);
  });
});

describe('days between provinces', () => {
  test('are a day at home, grow with the distance, and are the same both ways', () => {
    expect(laneDays('110000', '110000')).toBe(1);
    expect(laneDays('110000', '130000')).toBe(2);
    expect(laneDays('110000', '310000')).toBe(3);
    expect(laneDays('230000', '460000')).toBe(6);
    for (const from of PROVINCES)
      for (const to of PROVINCES) {
        expect(laneDays(from, to)).toBe(laneDays(to, from));
        expect(laneDays(from, to)).toBeGreaterThanOrEqual(laneDays(to, to));
      }
  });
  test('are one less with SF, but never none, and as many as can be for a place nobody knows', () => {
    expect(laneDays('110000', '310000', 'sf')).toBe(2);
    expect(laneDays('110000', '110000', 'sf')).toBe(1);
    expect(laneDays('110000', '990000')).toBe(7);
    expect(laneDays('110000', '310000', 'pigeon')).toBe(3);
  });
  test('a plan says itself what is remote', () => {
    expect(isRemote('650000', [])).toBe(true);
    expect(isRemote('310000', [])).toBe(false);
    expect(isRemote('650000', ['540000'])).toBe(false);
    expect(isRemote('540000', ['540000'])).toBe(true);
  });
});

describe('a promise', () => {
  const usual = {
    paidAt: 1_000,
    shipOn: null,
    shipWithinMs: SHIP_WITHIN_MS,
    deliverWithinMs: null,
    laneDays: 3,
  };
  test('is 48 hours to leave and the days of the lane to arrive', () => {
    expect(promiseOf(usual)).toEqual({ shipBy: 1_000 + 48 * HOUR, deliverBy: 1_000 + 48 * HOUR + 3 * DAY });
  });
  test('of a pre-sale is the date that was stated, also where the plan promises arrival', () => {
    const shipOn = 20 * DAY;
    expect(promiseOf({ ...usual, shipOn, deliverWithinMs: DAY })).toEqual({
      shipBy: shipOn,
      deliverBy: shipOn + 3 * DAY,
    });
    expect(promiseOf({ ...usual, shipOn: 5 }).shipBy).toBe(usual.paidAt);
  });
  test('to arrive is kept to what the plan says, never before the parcel may leave', () => {
    expect(promiseOf({ ...usual, deliverWithinMs: 96 * HOUR }).deliverBy).toBe(1_000 + 96 * HOUR);
    expect(promiseOf({ ...usual, deliverWithinMs: HOUR }).deliverBy).toBe(1_000 + 48 * HOUR);
    expect(promiseOf({ ...usual, deliverWithinMs: 40 * DAY }).deliverBy).toBe(1_000 + 5 * DAY);
  });
  test('stops for a changed address and force majeure, and two at once stop it once', () => {
    const pauses = [
      { reason: 'addressChange', from: 10, until: 20 },
      { reason: 'forceMajeure', from: 15, until: 40 },
      { reason: 'forceMajeure', from: 90, until: null },
    ] as const;
    expect(pausedMs(pauses, 5)).toBe(0);
    expect(pausedMs(pauses, 18)).toBe(8);
    expect(pausedMs(pauses, 60)).toBe(30);
    expect(pausedMs(pauses, 100)).toBe(40);
  });
});

describe('late is', () => {
  const parcel = { shipBy: 100, deliverBy: 300, shippedAt: null, deliveredAt: null, pauses: [] };
  test.each([
    ['nothing before its time', parcel, 99, null],
    ['what has not left in time, from that instant on', parcel, 100, 'shipping'],
    [
      'what left too late, also after it arrived',
      { ...parcel, shippedAt: 150, deliveredAt: 200 },
      900,
      'shipping',
    ],
    ['nothing that is on its way in time', { ...parcel, shippedAt: 50 }, 299, null],
    ['what has not arrived in time', { ...parcel, shippedAt: 50 }, 300, 'delivery'],
    [
      'nothing that arrived in time, however late one looks',
      { ...parcel, shippedAt: 50, deliveredAt: 299 },
      900,
      null,
    ],
    [
      'nothing whose clock stood still',
      { ...parcel, pauses: [{ reason: 'forceMajeure', from: 0, until: 50 } as const] },
      149,
      null,
    ],
    [
      'what a pause no longer covers',
      { ...parcel, pauses: [{ reason: 'forceMajeure', from: 0, until: 50 } as const] },
      150,
      'shipping',
    ],
  ] as const)('%s', (_name, one, now, late) => {
    expect(isLate(one, now)).toBe(late);
  });
});

describe('the life of a parcel', () => {
  test('refuses every step that is not in its table', () => {
    const events = ['pick', 'pack', 'ship', 'cancel', 'lose', 'comeBack'] as const;
    for (const from of PARCEL_STATES)
      for (const on of events)
        for (const by of ACTORS) {
          const known = PARCEL_LIFE.steps.find(
            (row) => row.from === from && row.on === on && row.by.includes(by),
          );
          expect(step(PARCEL_LIFE, { from, on, by }).kind).toBe(known === undefined ? 'refused' : 'stepped');
        }
  });
  test('nothing leaves before it is packed, and nothing that is delivered is lost', () => {
    expect(step(PARCEL_LIFE, { from: 'picked', on: 'ship', by: 'system' }).kind).toBe('refused');
    expect(step(PARCEL_LIFE, { from: 'delivered', on: 'lose', by: 'operator' }).kind).toBe('refused');
    expect(PARCEL_LIFE.steps.filter(({ from }) => PARCEL_LIFE.last.includes(from))).toEqual([]);
  });
});

const scan = (code: Scan['code'], at: number, heardAt = at): Scan => ({
  carrier: 'sandbox',
  no: 'SB1',
  code,
  at,
  heardAt,
});

describe('what a carrier says', () => {
  test('stands by the time of the event, not of its arrival', () => {
    const track = afterScan(afterScan([], scan('delivered', 50))!, scan('departed', 20, 90))!;
    expect(track.map(({ code }) => code)).toEqual(['departed', 'delivered']);
    expect(standingOf(track)).toBe('delivered');
    expect(deliveredAt(track)).toBe(50);
  });
  test('is heard once, whenever it is told again', () => {
    expect(afterScan([scan('departed', 20, 20)], scan('departed', 20, 99))).toBeNull();
    expect(afterScan([scan('departed', 20)], scan('departed', 21))).toHaveLength(2);
  });
  test('of what was handed over once is not taken back by a later word', () => {
    const track = [scan('delivered', 30), scan('delivered', 25), scan('returning', 60)];
    expect([standingOf(track), deliveredAt(track)]).toEqual(['returning', 25]);
  });
  test('has an end', () => {
    const full = Array.from({ length: TRACK_MAX }, (_, at) => scan('arrived', at));
    expect(afterScan(full, scan('delivered', 999))).toBeNull();
  });
  test('before the first scan is nothing', () => {
    expect([standingOf([]), deliveredAt([])]).toEqual([null, null]);
  });

  const scans = fc.array(
    fc.record({ code: fc.constantFrom(...SCAN_CODES), at: fc.integer({ min: 0, max: 9 }) }),
    { minLength: 1, maxLength: 12 },
  );
  test('comes to the same in any order and however often it is repeated', () => {
    fc.assert(
      fc.property(
        scans.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], {
              minLength: list.length * 2,
              maxLength: list.length * 2,
            }),
          ),
        ),
        ([list, mixed]) => {
          const told = (said: typeof list) =>
            said.reduce<readonly Scan[]>(
              (track, { code, at }) => afterScan(track, scan(code, at, 0)) ?? track,
              [],
            );
          const straight = told(list);
          expect(told(mixed)).toEqual(straight);
          expect(standingOf([...straight].reverse())).toBe(standingOf(straight));
          expect(straight.every((one, index) => index === 0 || straight[index - 1]!.at <= one.at)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a code for collecting', () => {
  test('has eight digits, each as likely as another', () => {
    const counts = new Array<number>(10).fill(0);
    for (let byte = 0; byte < 256; byte += 1) {
      const code = codeFrom(new Uint8Array(8).fill(byte));
      if (byte >= 250) expect(code).toBeNull();
      else counts[Number(code![0])]! += 1;
    }
    expect(new Set(counts)).toEqual(new Set([25]));
    expect(codeFrom(Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 7, 8, 9))).toBe('12345678');
    expect(codeFrom(Uint8Array.of(1, 2, 3))).toBeNull();
  });
  test.each([
    ['12345678', true],
    ['123456', true],
    ['12345', false],
    ['123456789', false],
    ['1234567a', false],
    ['', false],
  ])('%s may be one: %s', (typed, may) => {
    expect(isCode(typed)).toBe(may);
  });
  test('is locked by the fifth wrong try for 15 minutes, and counted anew afterwards', () => {
    let tries: Tries = NO_TRIES;
    for (let n = 1; n <= 4; n += 1) tries = afterWrongTry(tries, 1_000);
    expect(triesLockedUntil(tries, 1_000)).toBeNull();
    tries = afterWrongTry(tries, 1_000);
    const until = 1_000 + 15 * 60_000;
    expect([triesLockedUntil(tries, until - 1), triesLockedUntil(tries, until)]).toEqual([until, null]);
    expect(afterWrongTry(tries, until)).toEqual({ wrong: 1, lockedUntil: null });
  });
});
