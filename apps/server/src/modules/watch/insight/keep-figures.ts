import type { KeptAdds, KeptFigure, KeptRowKind, KeptSide, ReviewDocument } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import type { Db, Sql } from '../../../platform/db/types.ts';
import { KEPT_PARTS, KEPT_ROWS, type KeptParts, PAID_TABLE } from './kept-parts.ts';
import { zoneOffsetMs } from './zone.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GRAINS = [
  ['hour', HOUR_MS],
  ['day', DAY_MS],
  ['week', 7 * DAY_MS],
  ['whole', Number.MAX_SAFE_INTEGER],
] as const;
/** A side that has more groups is kept in coarser ones; nothing is ever cut off. */
export const KEPT_GROUPS_MAX = 600;
const DEADLINE_MS = 300_000;

type Window = { readonly startsAt: number; readonly endsAt: number };
type Facts = { readonly asOf: number; readonly offsetMs: number; readonly goalFen: number | null };
/** One hour and channel of one kind of row, with every sum that a figure may ask of it. */
type Hour = {
  readonly at: number;
  readonly channel: string;
  readonly rows: number;
  readonly sums: Readonly<Record<KeptAdds, number>>;
};

/**
 * What stays of the rows behind a rehearsal's figures when its database goes: for the campaign, each phase and each
 * node, sums by hour and channel of every figure that is made of sums. A figure is kept only where its sums make
 * exactly what the review says by a query of its own; `unequal` names those that do not, which is a bug.
 */
export async function keepFigures(
  db: Db,
  review: ReviewDocument,
  compiled: CompiledPlan,
): Promise<{ readonly figures: readonly KeptFigure[]; readonly unequal: readonly string[] }> {
  const facts: Facts = {
    asOf: review.window.asOf,
    offsetMs: zoneOffsetMs(compiled.zone, compiled.startsAt),
    goalFen: compiled.goals.find(({ metric }) => metric === 'paidGmv')?.target ?? null,
  };
  return db.transaction(
    async (tx) => {
      await tx.query(PAID_TABLE, [compiled.campaignId]);
      await tx.query('analyze kept_order');
      const figures: KeptFigure[] = [];
      const unequal: string[] = [];
      for (const [window, measures] of windowsOf(review)) {
        const hours = cachedHours(tx, window, facts);
        for (const { definitionId: metric, value, unit } of measures) {
          const parts = KEPT_PARTS[metric];
          if (parts === undefined || value === null) continue;
          const figure = await keep(parts, hours, facts);
          if (figure.value === value) figures.push({ metric, ...window, unit, ...figure, value });
          else unequal.push(`${metric} ${window.startsAt}: ${figure.value} for ${value}`);
        }
      }
      return { figures, unequal };
    },
    { deadlineMs: DEADLINE_MS },
  );
}

type Measure = Pick<ReviewDocument['goals'][number], 'definitionId' | 'value' | 'unit'>;

/** Every stretch that the review has figures of, with each figure once. */
function windowsOf({ window, goals, indicators, phases }: ReviewDocument): [Window, Measure[]][] {
  const once = (measures: readonly Measure[]) => [
    ...new Map(measures.map((each) => [each.definitionId, each])).values(),
  ];
  return [
    [{ startsAt: window.startsAt, endsAt: window.endsAt }, once([...goals, ...indicators])],
    ...phases.map(({ startsAt, endsAt, measures }): [Window, Measure[]] => [
      { startsAt, endsAt },
      once(measures),
    ]),
  ];
}

type Hours = (kind: KeptRowKind) => Promise<readonly Hour[]>;

function cachedHours(sql: Sql, window: Window, facts: Facts): Hours {
  const known = new Map<KeptRowKind, Promise<readonly Hour[]>>();
  return (kind) => {
    const hours = known.get(kind) ?? readHours(sql, kind, window, facts);
    known.set(kind, hours);
    return hours;
  };
}

async function readHours(sql: Sql, kind: KeptRowKind, window: Window, facts: Facts): Promise<Hour[]> {
  const rows = await sql.query<Record<string, number> & { channel: string }>(
    `with parameters as (select $1::bigint, $2::bigint, $3::bigint, $4::bigint), rows as (${KEPT_ROWS[kind]})
     select (at + $4::bigint) / ${HOUR_MS} * ${HOUR_MS} - $4::bigint as at, channel, count(*)::int as one, sum(gmv_fen)::bigint as gmv,
       sum(pay_fen)::bigint as pay, sum(refunded_fen)::bigint as refunded, sum(created_fen)::bigint as created,
       sum(units)::bigint as units, sum(returned_units)::bigint as returned
     from rows group by 1, 2 order by 1, 2`,
    [window.startsAt, window.endsAt, facts.asOf, facts.offsetMs],
  );
  return rows.map((row) => ({
    at: Number(row.at),
    channel: row.channel,
    rows: Number(row.one),
    sums: {
      one: Number(row.one),
      gmvFen: Number(row.gmv),
      nmvFen: Number(row.gmv) - Number(row.refunded),
      createdFen: Number(row.created),
      payFen: Number(row.pay),
      refundedFen: Number(row.refunded),
      units: Number(row.units),
      returnedUnits: Number(row.returned),
    },
  }));
}

async function keep(
  { part, whole, times }: KeptParts,
  hours: Hours,
  { offsetMs, goalFen }: Facts,
): Promise<Omit<KeptFigure, 'metric' | 'startsAt' | 'endsAt' | 'unit' | 'value'> & { value: number | null }> {
  const above = sideOf(part, await hours(part.kind), offsetMs);
  if (whole === null) return { part: above, whole: null, goal: null, times, value: above.sum };
  if (whole === 'goal')
    return {
      part: above,
      whole: null,
      goal: goalFen,
      times,
      value: divided(above.sum * times, goalFen ?? 0),
    };
  const below = sideOf(whole, await hours(whole.kind), offsetMs);
  return { part: above, whole: below, goal: null, times, value: divided(above.sum * times, below.sum) };
}

const divided = (part: number, whole: number) => (whole === 0 ? null : Math.round(part / whole));

/** One side in the finest grain that fits; sums are added of what is kept, so a figure proves its own groups. */
export function sideOf(
  { kind, adds }: { readonly kind: KeptRowKind; readonly adds: KeptAdds },
  hours: readonly Hour[],
  offsetMs: number,
): KeptSide {
  for (const [grain, lengthMs] of GRAINS) {
    const groups = new Map<string, KeptSide['groups'][number]>();
    for (const { at, channel, rows, sums } of hours) {
      const from = grain === 'whole' ? hours[0]!.at : startOf(at, lengthMs, offsetMs);
      const key = `${from} ${channel}`;
      const known = groups.get(key) ?? { at: from, channel, rows: 0, sum: 0 };
      groups.set(key, { ...known, rows: known.rows + rows, sum: known.sum + sums[adds] });
    }
    if (groups.size > KEPT_GROUPS_MAX && grain !== 'whole') continue;
    const kept = [...groups.values()];
    const total = (of: 'rows' | 'sum') => kept.reduce((sum, group) => sum + group[of], 0);
    return { kind, adds, grain, groups: kept, rows: total('rows'), sum: total('sum') };
  }
  throw new Error('the last grain takes everything');
}

/** The start of the campaign's own hour, day or seven days that an instant lies in. */
function startOf(at: number, lengthMs: number, offsetMs: number): number {
  return Math.floor((at + offsetMs) / lengthMs) * lengthMs - offsetMs;
}
