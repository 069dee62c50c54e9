import type { BoardFrame } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import type { Text } from '@dacu/engine/pricing';
import type { TrafficCurve } from '@dacu/engine/simulate';
import type { BoardRows } from './board-store.ts';
import { PACED_VISITS_MIN, paceOf, paceOfVisits } from './pace.ts';
import { provinceName } from './provinces.ts';

/** What the rows do not say: the plan, the instant, and names of things. */
export type BoardFacts = {
  readonly at: number;
  readonly compiled: CompiledPlan;
  readonly curve: TrafficCurve;
  /** Simulated shoppers: sums are compared with what the plan asks of as many visits, not by its clock. */
  readonly simulated: boolean;
  readonly titleOf: (skuId: string) => Text | undefined;
};

const MINUTE_MS = 60_000;
const MINUTES_SHOWN = 60;

/** Makes a frame out of the sums read at one position. Pure. */
export function presentBoard(rows: BoardRows, facts: BoardFacts): BoardFrame {
  const { at, compiled } = facts;
  const phase = compiled.phases.find((entry) => entry.startsAt <= at && at < entry.endsAt);
  return {
    position: rows.position,
    campaignAt: at,
    campaignId: compiled.campaignId,
    phaseId: phase?.id ?? null,
    simulated: facts.simulated,
    measure: measureOf(rows, facts),
    figures: presentFigures(rows, facts),
    minutes: presentMinutes(rows, at),
    stockHeat: rows.heat.map((row) => ({
      id: row.id,
      kind: row.kind,
      title: facts.titleOf(row.kind === 'flash' ? (row.id.split(':').at(-1) ?? '') : row.id) ?? {
        zh: row.id,
        en: row.id,
      },
      total: row.total,
      taken: row.taken,
      grade: gradeOf(row.total - row.taken, row.total),
    })),
    channels: rows.channels,
    recent: rows.recent.map((row) => ({
      purchaseId: row.purchaseId,
      at: row.at,
      payFen: row.payFen,
      city: provinceName(row.region),
      title: row.title,
      state: row.state,
    })),
  };
}

function measureOf({ totals }: BoardRows, { simulated, compiled }: BoardFacts): BoardFrame['measure'] {
  if (!simulated) return { kind: 'clock' };
  const { visits } = totals;
  return { kind: 'visits', visits, plannedVisits: compiled.traffic.visits, visitsMin: PACED_VISITS_MIN };
}

type Figure = BoardFrame['figures'][number];

function presentFigures(rows: BoardRows, facts: BoardFacts): Figure[] {
  const { totals } = rows;
  const target = (metric: string): number | null =>
    facts.compiled.goals.find((goal) => goal.metric === metric)?.target ?? null;
  const measure = measureOf(rows, facts);
  /** Figures that grow: how much of the target the plan asks for by now, or of so many visits. */
  const growing = (id: string, unit: Figure['unit'], value: number): Figure => {
    const goal = target(id);
    const pace =
      measure.kind === 'visits'
        ? paceOfVisits({ target: goal ?? 0, ...measure })
        : paceOf({
            curve: facts.curve,
            target: goal ?? 0,
            soFar: value,
            countingSince: totals.countingSince ?? facts.at,
            at: facts.at,
          });
    // Visitors are what the others are measured by; they cannot be ahead of themselves.
    const paced = goal !== null && !(measure.kind === 'visits' && id === 'uv');
    return {
      id,
      value,
      unit,
      target: goal,
      paceTarget: paced ? pace.paceTarget : null,
      forecast: pace.forecast,
    };
  };
  const ratio = (id: string, unit: Figure['unit'], value: number | null): Figure => ({
    id,
    value,
    unit,
    target: target(id),
    paceTarget: null,
    forecast: null,
  });
  return [
    growing('paidGmv', 'fen', totals.paidFen),
    growing('orders', 'count', totals.orders),
    growing('uv', 'count', totals.visitors),
    growing('buyers', 'count', totals.buyers),
    growing('newCustomers', 'count', totals.newCustomers),
    ratio('newCustomerShare', 'bp', share(totals.newCustomers, totals.buyers, 10_000)),
    ratio('revenuePerBuyer', 'fen', share(totals.paidFen, totals.buyers, 1)),
    ratio('averageOrder', 'fen', share(totals.paidFen, totals.orders, 1)),
    ratio('payConversion', 'bp', share(totals.buyers, totals.visitors, 10_000)),
    // Shown where the plan has a pre-sale: elsewhere nothing could stand there.
    ...((facts.compiled.presales ?? []).length > 0
      ? [ratio('balanceConversion', 'bp', share(totals.balances, totals.deposits, 10_000))]
      : []),
    ratio('returnRate', 'bp', share(totals.returnedUnits, totals.units, 10_000)),
    ratio('complaintRate', 'perTenThousand', share(totals.complaints, totals.orders, 10_000)),
  ];
}

/** Rates are rounded half up; nothing divided by nothing is no figure. */
function share(part: number, whole: number, times: number): number | null {
  return whole === 0 ? null : Math.round((part * times) / whole);
}

/** One entry for each of the last 60 campaign minutes, quiet ones too. */
function presentMinutes(rows: BoardRows, at: number): BoardFrame['minutes'] {
  const known = new Map(rows.minutes.map((row) => [row.at, row]));
  const last = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return Array.from({ length: MINUTES_SHOWN }, (_, index) => {
    const minuteAt = last - (MINUTES_SHOWN - 1 - index) * MINUTE_MS;
    return known.get(minuteAt) ?? { at: minuteAt, paidFen: 0, orders: 0, visitors: 0 };
  });
}

/** The 2024 plan's colours on what is left: yellow under half, red under a fifth, black at nothing. */
function gradeOf(left: number, total: number): BoardFrame['stockHeat'][number]['grade'] {
  if (left <= 0) return 'black';
  if (left * 5 < total) return 'red';
  if (left * 2 < total) return 'yellow';
  return 'blue';
}
