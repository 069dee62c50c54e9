import type { ReviewDocument } from '@dacu/contract/api';
import type { CompiledPlan, Goal } from '@dacu/contract/plan';
import type { Text } from '@dacu/engine/pricing';
import type { Sql } from '../../../platform/db/types.ts';
import {
  COMPANIONS,
  type Definition,
  definitionOf,
  INDICATOR_GROUPS,
  PHASE_MEASURES,
  undefinedMetric,
} from './definitions.ts';

export type Measured = ReviewDocument['goals'][number];
export type MeasureWindow = {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly asOf: number;
  /** Offset of the campaign's zone. */
  readonly zoneOffsetMs: number;
};

/** What came out of a definition's query, before it is divided. */
type Parts = { readonly part: number; readonly whole: number | null };

/** Runs a definition over a window. A figure that is not mature, or has no source, is null with a note that says so. */
export async function measure(
  sql: Sql,
  definition: Definition,
  window: MeasureWindow,
  campaignId: string,
  target: number | null = null,
): Promise<Measured> {
  const { id: definitionId, unit } = definition;
  const nothing = (note: Text): Measured => ({ definitionId, unit, value: null, target, note });
  if (definition.query === null) return nothing(definition.missing ?? NO_DATA);
  if (window.startsAt >= window.asOf) return nothing(NOT_BEGUN);
  if (definition.matureMs !== undefined && window.endsAt + definition.matureMs > window.asOf) {
    return nothing(immature(window.endsAt + definition.matureMs, window));
  }
  const parts = await readParts(sql, definition.query, window, campaignId);
  return { definitionId, unit, target, ...divide(definition, parts) };
}

/** Figures of a plan's list, and the definitions they name. */
export type MeasuredList = { readonly figures: Measured[]; readonly definitions: Definition[] };

/**
 * Goals of the plan against what was reached, step by step where the plan sets steps. A goal that only people can judge
 * stays open, said so.
 */
export async function measureGoals(
  sql: Sql,
  compiled: CompiledPlan,
  window: MeasureWindow,
): Promise<MeasuredList> {
  const figures: Measured[] = [];
  const definitions: Definition[] = [];
  for (const goal of compiled.goals.filter(({ group }) => group === 'goal')) {
    const definition = definitionFor(goal);
    definitions.push(definition);
    const measured = await measureWhole(sql, definition, compiled, window, goal.target);
    const steps = await measureSteps(sql, definition, goal, compiled, window);
    figures.push({
      ...measured,
      title: goal.title,
      better: goal.better,
      ...(steps.length === 0 ? {} : { steps }),
    });
  }
  return { figures, definitions };
}

async function measureSteps(
  sql: Sql,
  definition: Definition,
  goal: Goal,
  compiled: CompiledPlan,
  window: MeasureWindow,
): Promise<NonNullable<Measured['steps']>> {
  const steps: NonNullable<Measured['steps']> = [];
  for (const { spanId, target } of goal.steps) {
    const span = [...compiled.phases, ...compiled.nodes].find(({ id }) => id === spanId);
    if (span === undefined) continue;
    const { startsAt, endsAt, title } = span;
    const of = { ...window, startsAt, endsAt };
    const { value, note } = await measure(sql, definition, of, compiled.campaignId);
    steps.push({ spanId, title, value, target, note });
  }
  return steps;
}

/**
 * The indicators of the plan's review chapter in its groups, by the names that the plan gives them; then, under the
 * same groups, those of the ten that the plan does not name and we can measure; then the companions.
 */
export async function measureIndicators(
  sql: Sql,
  compiled: CompiledPlan,
  window: MeasureWindow,
): Promise<MeasuredList> {
  const definitions: Definition[] = [];
  const figures: Measured[] = [];
  const whole = (definition: Definition, target: number | null) =>
    measureWhole(sql, definition, compiled, window, target);
  const named = compiled.goals.filter(({ group }) => group !== 'goal');
  const known = new Set(named.map(({ metric }) => metric));
  for (const group of INDICATOR_GROUPS) {
    for (const goal of named.filter((entry) => entry.group === group.id)) {
      const definition = definitionFor(goal);
      definitions.push(definition);
      const measured = await whole(definition, goal.target);
      figures.push({ ...measured, group: group.id, title: goal.title, better: goal.better });
    }
    for (const definition of group.metrics.filter((id) => !known.has(id)).map((id) => definitionOf(id)!)) {
      if (definition.query === null) continue;
      figures.push({ ...(await whole(definition, null)), group: group.id });
    }
  }
  for (const id of COMPANIONS.filter((companion) => !known.has(companion))) {
    const goal = compiled.goals.find((entry) => entry.metric === id && entry.target !== null);
    const measured = await whole(definitionOf(id)!, goal?.target ?? null);
    figures.push({ ...measured, group: 'companion', ...(goal === undefined ? {} : { better: goal.better }) });
  }
  return { figures, definitions };
}

function definitionFor(goal: Goal): Definition {
  if (goal.metric === null)
    return { ...undefinedMetric(goal.id, goal.unit), name: goal.title, missing: JUDGED };
  return definitionOf(goal.metric) ?? { ...undefinedMetric(goal.metric, goal.unit), name: goal.title };
}

/** Every phase and node, in order of time. */
export async function measurePhases(
  sql: Sql,
  compiled: CompiledPlan,
  window: MeasureWindow,
): Promise<ReviewDocument['phases']> {
  const spans = [...compiled.phases, ...compiled.nodes].sort(
    (a, b) => a.startsAt - b.startsAt || b.endsAt - a.endsAt,
  );
  const phases: ReviewDocument['phases'] = [];
  for (const span of spans) {
    const { id: phaseId, title, startsAt, endsAt } = span;
    const measures: Measured[] = [];
    for (const id of PHASE_MEASURES) {
      measures.push(
        await measure(
          sql,
          definitionOf(id)!,
          { ...window, startsAt, endsAt },
          compiled.campaignId,
          stepTarget(compiled, id, phaseId),
        ),
      );
    }
    phases.push({ phaseId, title, startsAt, endsAt, measures });
  }
  return phases;
}

/** A target that the plan sets for one phase or node alone. */
function stepTarget(compiled: CompiledPlan, metric: string, spanId: string): number | null {
  const steps = compiled.goals.filter((goal) => goal.metric === metric).flatMap((goal) => goal.steps);
  return steps.find((step) => step.spanId === spanId)?.target ?? null;
}

/** Over the whole campaign, where some figures are made otherwise than over one phase. */
async function measureWhole(
  sql: Sql,
  definition: Definition,
  compiled: CompiledPlan,
  window: MeasureWindow,
  target: number | null,
): Promise<Measured> {
  if (definition.id === 'gmvAttainment') return measureAttainment(sql, definition, compiled, window, target);
  if (definition.id === 'repurchaseRate30') return measurePooled(sql, definition, compiled, window, target);
  return measure(sql, definition, window, compiled.campaignId, target);
}

async function measureAttainment(
  sql: Sql,
  definition: Definition,
  compiled: CompiledPlan,
  window: MeasureWindow,
  target: number | null,
): Promise<Measured> {
  const goal = compiled.goals.find(({ metric }) => metric === 'paidGmv');
  const whole = goal?.target ?? null;
  const { id: definitionId, unit } = definition;
  if (whole === null || whole === 0) {
    const note = goal === undefined ? NO_GOAL : NOTHING_TO_REACH;
    return { definitionId, unit, value: null, target: target ?? 10_000, note };
  }
  const { part } = await readParts(sql, definition.query!, window, compiled.campaignId);
  return { definitionId, unit, target: target ?? 10_000, ...divide(definition, { part, whole }) };
}

/** One figure over all phases that have been over for long enough: their buyers pooled. */
async function measurePooled(
  sql: Sql,
  definition: Definition,
  compiled: CompiledPlan,
  window: MeasureWindow,
  target: number | null,
): Promise<Measured> {
  const mature = compiled.phases.filter(
    (phase) => phase.endsAt + (definition.matureMs ?? 0) <= window.asOf && phase.endsAt < compiled.endsAt,
  );
  const { id: definitionId, unit } = definition;
  if (mature.length === 0) {
    return {
      definitionId,
      unit,
      target,
      value: null,
      note: immature(window.endsAt + definition.matureMs!, window),
    };
  }
  let part = 0;
  let whole = 0;
  for (const { startsAt, endsAt } of mature) {
    const parts = await readParts(
      sql,
      definition.query!,
      { ...window, startsAt, endsAt },
      compiled.campaignId,
    );
    part += parts.part;
    whole += parts.whole ?? 0;
  }
  const measured = divide(definition, { part, whole });
  const note = {
    zh: `合并 ${mature.length} 个已结束满 30 天的阶段，共 ${whole} 位买家。`,
    en: `Pooled over the ${mature.length} phases that ended at least 30 days ago, ${whole} buyers.`,
  };
  return { definitionId, unit, target, value: measured.value, note: measured.note ?? note };
}

async function readParts(sql: Sql, query: string, window: MeasureWindow, campaignId: string): Promise<Parts> {
  // PostgreSQL refuses parameters that a query does not use: name them all once.
  const text = `with parameters as (select $1::bigint, $2::bigint, $3::bigint, $4::text, $5::bigint) ${query}`;
  const rows = await sql.query<{ part: unknown; whole?: unknown }>(text, [
    window.startsAt,
    window.endsAt,
    window.asOf,
    campaignId,
    window.zoneOffsetMs,
  ]);
  const row = rows[0];
  return {
    part: Number(row?.part ?? 0),
    whole: row?.whole === undefined || row.whole === null ? null : Number(row.whole),
  };
}

function divide(definition: Definition, parts: Parts): { value: number | null; note: Text | null } {
  if (definition.times === undefined) return { value: parts.part, note: null };
  if (parts.whole === null || parts.whole === 0) return { value: null, note: NO_DATA };
  return { value: Math.round((parts.part * definition.times) / parts.whole), note: null };
}

const NO_DATA: Text = {
  zh: '时间窗内没有可计算的数据。',
  en: 'There is nothing in the window to compute it from.',
};
const NOT_BEGUN: Text = { zh: '尚未开始。', en: 'Not begun yet.' };
const NO_GOAL: Text = { zh: '方案没有 GMV 目标值。', en: 'The plan states no GMV target.' };
const NOTHING_TO_REACH: Text = {
  zh: '还没有可比较的 GMV 目标值。',
  en: 'There is no GMV target to compare with yet.',
};
const JUDGED: Text = {
  zh: '由人评定，系统不计算。',
  en: 'People judge this one; the system does not compute it.',
};

/** Writes 2024-07-18; the zone's offset was added before. */
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC' });

function immature(knownAt: number, window: MeasureWindow): Text {
  const on = DAY.format(knownAt + window.zoneOffsetMs);
  return { zh: `数据未成熟，${on} 起可知。`, en: `Not mature yet; known from ${on} on.` };
}
