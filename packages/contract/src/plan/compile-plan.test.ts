import { readFileSync } from 'node:fs';
import { currentSpan, nextOpening, openWindow } from '@dacu/engine/plan';
import { compilePromotions } from '@dacu/engine/pricing';
import { describe, expect, it } from 'vitest';
import { compilePlan } from './compile-plan.ts';
import { parsePlan } from './parse-plan.ts';
import { changed, SMALL_PLAN, withPromotions } from './test-plans.ts';

function compile(text: string) {
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings, null, 1));
  return compilePlan(parsed.plan);
}
const planFile = (name: string) =>
  compile(readFileSync(new URL(`../../../../campaigns/${name}.yaml`, import.meta.url), 'utf8'));
const at = (text: string) => Date.parse(`${text}+08:00`);
const nodeDay = (year: number, lunar: string) => {
  const text = changed('on: 06-18', `on: { lunar: ${lunar} }`)
    .replace('year: 2024', `year: ${year}`)
    .replace('from: 06-01\n  until: 07-01', 'from: 01-01\n  until: 12-31');
  const { startsAt, endsAt } = compile(text).nodes[0]!;
  expect(endsAt - startsAt).toBe(86_400_000);
  return new Date(startsAt + 8 * 3_600_000).toISOString().slice(0, 10);
};

describe('lunar dates', () => {
  it.each([
    [2024, '{ month: 1, day: 1 }', '2024-02-10'],
    [2024, '{ month: 1, day: 15 }', '2024-02-24'],
    [2024, '{ month: 8, day: 15 }', '2024-09-17'],
    [2026, '{ month: 1, day: 1 }', '2026-02-17'],
    [2023, '{ month: 8, day: 15 }', '2023-09-29'],
    [2023, '{ month: 2, day: 1 }', '2023-02-20'],
    [2023, '{ month: 2, day: 1, leap: true }', '2023-03-22'],
  ])('%i %s is %s', (year, lunar, day) => expect(nodeDay(year, lunar)).toBe(day));
});

describe('the 2024 plan', () => {
  const plan = planFile('2024-year-of-sales');
  const live = (instant: number) =>
    plan.promotions.filter(({ windows }) => openWindow(windows, instant)).map(({ id }) => id);

  it('has the festivals of the year', () => {
    const days = Object.fromEntries(plan.nodes.map(({ id, startsAt }) => [id, startsAt]));
    expect(days).toMatchObject({
      'spring-festival': at('2024-02-10T00:00'),
      'lantern-festival': at('2024-02-24T00:00'),
      'mid-autumn': at('2024-09-17T00:00'),
      'double-11': at('2024-11-11T00:00'),
    });
  });

  it('opens and closes phases at the instant, the new one and only the new one', () => {
    const phase = (instant: number) => currentSpan(plan.phases, instant)?.id;
    expect(phase(at('2024-06-15T00:00') - 1)).toBe('presale-618');
    expect(phase(at('2024-06-15T00:00'))).toBe('burst-618');
    expect(phase(at('2024-06-21T00:00') - 1)).toBe('burst-618');
    expect(phase(at('2024-06-21T00:00'))).toBe('encore-618');
    expect(phase(at('2024-02-10T00:00') - 1)).toBe('nianhuo');
    expect(phase(at('2024-02-10T00:00'))).toBe('feelings');
  });

  it('runs the presale from the end of April, the burst in mid June and the encore in late June', () => {
    const span = (id: string) => plan.phases.find((phase) => phase.id === id)!;
    expect(new Date(span('presale-618').startsAt).toISOString().slice(0, 7)).toBe('2024-04');
    expect(span('burst-618').startsAt).toBeGreaterThanOrEqual(at('2024-06-11T00:00'));
    expect(span('burst-618').endsAt).toBeLessThanOrEqual(at('2024-06-21T00:00'));
    expect(span('encore-618').startsAt).toBeGreaterThanOrEqual(at('2024-06-21T00:00'));
  });

  it('has no gap: some phase is open at every hour of the year', () => {
    for (let hour = plan.startsAt; hour < plan.endsAt; hour += 3_600_000)
      expect(currentSpan(plan.phases, hour), new Date(hour).toISOString()).not.toBeNull();
  });

  it('offers a flash sale at half price every night of the year from 00:00 to 02:00', () => {
    const [flash] = plan.flash;
    expect(flash).toMatchObject({ payBp: 5000, itemsPerSlot: 8, perPersonMax: 1, holdMs: 300_000 });
    expect(flash!.slots).toHaveLength(366);
    expect(flash!.reservation).toEqual({ opensBeforeMs: 86_400_000, closesBeforeMs: 0, aloneForMs: 0 });
    expect(nextOpening(flash!.slots, at('2024-06-17T23:55'))).toEqual({
      startsAt: at('2024-06-18T00:00'),
      endsAt: at('2024-06-18T02:00'),
    });
    expect(openWindow(flash!.slots, at('2024-06-18T02:00'))).toBeNull();
    expect(openWindow(flash!.slots, at('2024-06-18T02:00') - 1)).not.toBeNull();
  });

  it('sells at 618 with 满300减50 and 满500减100, category prices, member rate and free freight', () => {
    expect(live(at('2024-06-18T00:00'))).toEqual(
      expect.arrayContaining([
        'cross-store',
        'flash-daily',
        'peak-day-618',
        'silver-rate',
        'gold-freight',
        'platform-800',
      ]),
    );
    expect(plan.promotions.find(({ id }) => id === 'cross-store')?.rule).toEqual({
      kind: 'tiered',
      tiers: [
        { thresholdFen: 30_000, offFen: 5_000 },
        { thresholdFen: 50_000, offFen: 10_000 },
      ],
    });
    expect(live(at('2024-04-10T12:00'))).not.toContain('cross-store');
  });

  it('spreads its visits over every day of the year, most on Double 11', () => {
    expect(plan.traffic.days).toHaveLength(366);
    const busiest = plan.traffic.days.reduce((best, day) => (day.weight > best.weight ? day : best));
    expect(busiest.startsAt).toBe(at('2024-11-11T00:00'));
    expect(plan.traffic.channels.reduce((sum, { shareBp }) => sum + shareBp, 0)).toBe(10_000);
  });

  it('reviews after 7 calendar days and within 30', () => {
    const report = (id: string) => plan.reviews.find((review) => review.id === id)!;
    expect(report('first-report').endsAt).toBe(at('2025-01-08T00:00'));
    expect(report('deep-review').endsAt).toBe(at('2025-01-31T00:00'));
  });

  it('locks supply three calendar months and trains one month before the burst', () => {
    const due = (id: string) => plan.milestones.find((milestone) => milestone.id === id)!.startsAt;
    expect(due('lock-supply-618')).toBe(at('2024-03-15T00:00'));
    expect(due('training-618')).toBe(at('2024-05-15T00:00'));
  });
});

describe('every plan file', () => {
  it.each(['2023-double-11', '2024-year-of-sales', '2026-health-future'])(
    '%s compiles, also to the index of the engine',
    (name) => {
      const plan = planFile(name);
      expect(compilePromotions(plan.promotions, plan.profile).promotions).toHaveLength(
        plan.promotions.length,
      );
      expect(plan.goals.length).toBeGreaterThan(5);
      for (const { windows, id } of plan.promotionList) expect(windows.length, id).toBeGreaterThan(0);
      expect(planFile(name)).toEqual(plan);
    },
  );
});

describe('windows', () => {
  const windows = (when: string, zone = 'Asia/Shanghai') =>
    compile(
      withPromotions(
        `{ id: a, title: { zh: 甲, en: A }, group: inclusive, kind: memberRate, pay: 95折, when: [${when}] }`,
      ).replace('Asia/Shanghai', zone),
    ).promotions[0]!.windows;

  it('over midnight belong to the evening they begin in', () => {
    expect(windows('{ from: 06-18, until: 06-20, daily: 22:00-02:00 }')).toEqual([
      { startsAt: at('2024-06-18T00:00'), endsAt: at('2024-06-18T02:00') },
      { startsAt: at('2024-06-18T22:00'), endsAt: at('2024-06-19T02:00') },
      { startsAt: at('2024-06-19T22:00'), endsAt: at('2024-06-20T00:00') },
    ]);
  });

  it('that touch or overlap become one', () => {
    expect(windows('{ phase: warm-up }, { phase: burst }')).toEqual([
      { startsAt: at('2024-06-01T00:00'), endsAt: at('2024-06-21T00:00') },
    ]);
  });

  it('follow the clock changes of their zone', () => {
    const text = SMALL_PLAN.replace('Asia/Shanghai', 'Europe/Berlin')
      .replaceAll('06-01', '03-30')
      .replaceAll('06-15', '03-31')
      .replaceAll('06-21', '04-01')
      .replaceAll('07-01', '04-02')
      .replace('06-18', '03-31');
    const [node] = compile(text).nodes;
    expect(node!.endsAt - node!.startsAt).toBe(23 * 3_600_000);
  });
});
