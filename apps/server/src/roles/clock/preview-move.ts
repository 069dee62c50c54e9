import type { clockPreview } from '@dacu/contract/api';
import type { CompiledPlan, Span } from '@dacu/contract/plan';
import { currentSpan, nextOpening, openWindow } from '@dacu/engine/plan';
import type { z } from 'zod';
import type { Context } from '../../context.ts';

export type ClockPreview = z.infer<typeof clockPreview>;

/** Where no campaign runs. */
const DEFAULT_ZONE = 'Asia/Shanghai';

/** What moving campaign time from now to `toAt` would do. Reads only. */
export async function previewMove(context: Context, toAt: number): Promise<ClockPreview> {
  const { clocks, plan, orders, due, stock, config } = context;
  const fromAt = clocks.campaign.now();
  const [before, after] = await Promise.all([plan.editionAt(fromAt), plan.editionAt(toAt)]);
  const [stoppedNow, stoppedThen] = await Promise.all([
    plan.stoppedPromotionIds(fromAt),
    plan.stoppedPromotionIds(toAt),
  ]);
  const [holds, waiting, short] = await Promise.all([
    orders.holdsEndingBy(toAt),
    due.waitingBy(toAt),
    stock.short(),
  ]);
  return {
    fromAt,
    toAt,
    zone: after?.compiled.zone ?? before?.compiled.zone ?? DEFAULT_ZONE,
    refusal: refusalOf(config.databaseKind, fromAt, toAt),
    ...changeOf(
      { plan: before?.compiled ?? null, at: fromAt, stopped: stoppedNow },
      { plan: after?.compiled ?? null, at: toAt, stopped: stoppedThen },
    ),
    holds,
    due: waiting,
    delivery: { skus: short.length, units: short.reduce((sum, row) => sum + row.quantity, 0) },
  };
}

export function refusalOf(databaseKind: 'simulated' | 'real', fromAt: number, toAt: number) {
  if (databaseKind !== 'simulated') return 'simulatedOnly';
  return toAt < fromAt ? 'clockBack' : null;
}

type Moment = {
  readonly plan: CompiledPlan | null;
  readonly at: number;
  readonly stopped: readonly string[];
};

/** How the sale differs between two instants, each seen through the plan in force at it. Pure. */
export function changeOf(
  before: Moment,
  after: Moment,
): Pick<ClockPreview, 'campaign' | 'phase' | 'node' | 'promotions' | 'flash'> {
  const both = <T>(of: (moment: Moment) => T) => ({ before: of(before), after: of(after) });
  const running = runningPromotions(before);
  const then = runningPromotions(after);
  return {
    campaign: both(({ plan }) => (plan === null ? null : { id: plan.campaignId, title: plan.title })),
    phase: both(({ plan, at }) => named(plan === null ? null : currentSpan(plan.phases, at))),
    node: both(({ plan, at }) => named(plan === null ? null : currentSpan(plan.nodes, at))),
    promotions: {
      opening: [...then].filter(([key]) => !running.has(key)).map(([, promotion]) => promotion),
      closing: [...running].filter(([key]) => !then.has(key)).map(([, promotion]) => promotion),
    },
    flash: flashOf(before.at, after),
  };
}

function named(span: Span | null) {
  return span === null ? null : { id: span.id, title: span.title };
}

function runningPromotions({ plan, at, stopped }: Moment) {
  const open = (plan?.promotionList ?? []).filter(
    ({ id, windows, support }) =>
      support === 'executed' && !stopped.includes(id) && openWindow(windows, at) !== null,
  );
  return new Map(open.map(({ id, title }) => [`${plan?.campaignId} ${id}`, { id, title }]));
}

function flashOf(fromAt: number, { plan, at, stopped }: Moment): ClockPreview['flash'] {
  const programmes = (plan?.flash ?? []).filter(({ promotionId }) => !stopped.includes(promotionId));
  const running = programmes.flatMap(({ title, slots }) => {
    const slot = openWindow(slots, at);
    return slot === null ? [] : [{ title, endsAt: slot.endsAt }];
  });
  const coming = programmes.flatMap(({ title, slots }) => {
    const slot = nextOpening(slots, at);
    return slot === null ? [] : [{ title, startsAt: slot.startsAt }];
  });
  coming.sort((one, other) => one.startsAt - other.startsAt);
  return {
    passed: programmes
      .flatMap(({ slots }) => slots)
      .filter((slot) => slot.startsAt > fromAt && slot.endsAt <= at).length,
    open: running[0] ?? null,
    next: coming[0] ?? null,
  };
}
