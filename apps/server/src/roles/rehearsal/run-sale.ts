/** Long because the loop and what it does at each kind of event read as one. */
import type { CompiledPlan } from '@dacu/contract/plan';
import {
  type AcknowledgedOrder,
  type Action,
  type Answer,
  arrivals,
  beginVisit,
  type Chance,
  createChance,
  createCurve,
  createPopulation,
  type DemandScenario,
  type Move,
  nextMove,
  PARAMETERS,
  type SimulatedShopper,
  trafficIn,
  type Visit,
} from '@dacu/engine/simulate';
import type { Context } from '../../context.ts';
import type { Deliver } from '../../modules/trade/payment/index.ts';
import type { VirtualClocks } from '../../platform/clocks.ts';
import type { App } from '../../platform/http/app-types.ts';
import { type CarriedOver, createCustomerHistory } from './customer-history.ts';
import { createDirectRequests } from './direct-requests.ts';
import { drain } from './drain.ts';
import { createEventQueue } from './event-queue.ts';
import type { Restock } from './restock.ts';
import { createAccounts } from './shopper-accounts.ts';
import { perform, SANDBOX_WALLET } from './shopper-client.ts';

type Delivery = Parameters<Deliver>[0];
type Work =
  | { readonly kind: 'arrival'; readonly number: number }
  | { readonly kind: 'act'; readonly visit: Visit; readonly action: Action }
  | { readonly kind: 'later'; readonly shopper: SimulatedShopper; readonly action: Action }
  | { readonly kind: 'delivery'; readonly delivery: Delivery; readonly tries: number }
  | { readonly kind: 'restock' };

export type SaleRun = {
  /** Hands over a notification of the provider: it is on its way, and arrives as an event of its own. */
  deliver: Deliver;
  run(): Promise<SaleOutcome>;
};
export type SaleOutcome = {
  readonly acknowledged: readonly AcknowledgedOrder[];
  readonly carried: readonly CarriedOver[];
  readonly calls: number;
  readonly accounts: number;
  /** Answers that no shopper should ever get: 500 and unknown problems, by code. */
  readonly surprises: Readonly<Record<string, number>>;
};
export type SaleProgress = {
  readonly at: number;
  readonly visits: number;
  readonly calls: number;
  readonly orders: number;
  /** Paid GMV; at most a hundredth of the visits ago. */
  readonly paidFen: number;
};

const DAY_MS = 86_400_000;
/** Returns come until about eleven days after the last order, and are known fifteen days after payment. */
const AFTER_MS = 16 * DAY_MS;
/** What visits write is drained in batches; nothing that a shopper can see depends on it. */
const FLUSH_EVERY_VISITS = 200;
/** Often enough for somebody who watches, and a line of output costs nothing beside a visit. */
const TOLD_EVERY_VISITS = 20;
/** Actions after which events and due work may be waiting. */
const WRITING: ReadonlySet<Action['kind']> = new Set([
  'checkout',
  'flashOrder',
  'pay',
  'cancel',
  'return',
  'complain',
]);

/**
 * The discrete-event loop. Everything that happens is taken in the order (instant, actor, sequence), one at a time, and
 * is finished, with what it left in the outbox and what fell due, before virtual time moves on.
 */
export function createSaleRun(input: {
  readonly plan: CompiledPlan;
  readonly seed: number;
  /** How many come, the scenario counted in. */
  readonly visits: number;
  readonly scenario: DemandScenario;
  readonly clocks: VirtualClocks;
  /** Built after this, since its payment notifications come back here. */
  readonly parts: () => { context: Context; app: App; restock: Restock };
  readonly progress: (progress: SaleProgress) => void;
  /** Ends the run with this signal's reason. */
  readonly signal: AbortSignal;
}): SaleRun {
  const { plan, seed, clocks } = input;
  const queue = createEventQueue<Work>();
  const chance = createChance(seed, 'sale');
  const population = createPopulation(seed, input.visits, input.scenario);
  const acknowledged: AcknowledgedOrder[] = [];
  const surprises: Record<string, number> = {};
  const categories = new Map<string, string>();
  const channelIds = plan.traffic.channels.map((entry) => entry.id);
  const channelWeights = plan.traffic.channels.map((entry) => entry.shareBp);
  let calls = 0;
  let visitsOpened = 0;
  let paidFen = 0;
  const paidEveryVisits = TOLD_EVERY_VISITS * Math.ceil(input.visits / 100 / TOLD_EVERY_VISITS);
  let nextDueAt: number | null = null;

  const deliver: Deliver = async (delivery) => {
    queue.push(clocks.campaign.now(), `provider ${delivery.rawBody}`, {
      kind: 'delivery',
      delivery,
      tries: 0,
    });
  };

  async function run(): Promise<SaleOutcome> {
    const { context, app, restock } = input.parts();
    const accounts = createAccounts({
      app,
      requests: createDirectRequests(app),
      members: context.members,
      history: {
        of: createCustomerHistory(context),
        chanceOf: (key) => chance.split(`before ${key}`),
      },
    });
    for (const sku of await context.catalog.allSkus()) categories.set(sku.skuId, sku.categories[0] ?? '');
    const endsAt = plan.endsAt + AFTER_MS;
    const times = arrivals(
      createCurve(trafficIn(input.scenario, plan.traffic)),
      input.visits,
      chance.split('arrivals'),
    );
    // Arrivals are sorted: the queue needs to know of the next one only.
    function expect(number: number): void {
      if (number < times.length) queue.push(times[number]!, visitActor(number), { kind: 'arrival', number });
    }
    expect(0);
    for (let at = plan.startsAt + restock.everyMs; at < plan.endsAt; at += restock.everyMs) {
      queue.push(at, 'warehouse', { kind: 'restock' });
    }

    for (;;) {
      input.signal.throwIfAborted();
      const nextAt = queue.peek()?.at ?? Number.POSITIVE_INFINITY;
      const dueAt = nextDueAt ?? Number.POSITIVE_INFINITY;
      if (Math.min(nextAt, dueAt) > endsAt) break;
      // What falls due at the instant of an event waits until the events of that instant are done.
      if (dueAt < nextAt) {
        await workDueAt(context, dueAt);
        continue;
      }
      const { at, actor, work } = queue.pop()!;
      clocks.advanceTo(at);
      if (await take(work, actor)) await settle(context);
    }
    clocks.advanceTo(endsAt);
    await flush(context);
    return { acknowledged, carried: accounts.carried, calls, accounts: accounts.count, surprises };

    async function take(work: Work, actor: string): Promise<boolean> {
      switch (work.kind) {
        case 'arrival': {
          expect(work.number + 1);
          await arrive(work.number, actor);
          return false;
        }
        case 'act': {
          const answer = await act(work.visit.shopper, work.action, work.visit.chance);
          follow(nextMove(work.visit, answer), actor);
          return WRITING.has(work.action.kind);
        }
        case 'later': {
          await act(work.shopper, work.action, chance.split(`later ${actor}`));
          return true;
        }
        case 'delivery': {
          await arriveDelivery(work, actor);
          return true;
        }
        case 'restock': {
          await restock.run(clocks.campaign.now());
          return false;
        }
      }
    }

    async function arrive(number: number, actor: string): Promise<void> {
      const visitChance = chance.split(actor);
      const shopper = population.drawShopper(visitChance.split('who'));
      const channel = channelIds[visitChance.split('channel').weighted(channelWeights)] ?? 'direct';
      visitsOpened += 1;
      follow(beginVisit({ id: String(number), shopper, channel, chance: visitChance.split('acts') }), actor);
      if (visitsOpened % FLUSH_EVERY_VISITS === 0) {
        await flush(context);
      }
      if (visitsOpened % TOLD_EVERY_VISITS === 0) {
        // Summing all orders each time would cost a long rehearsal more than anybody sees.
        if (visitsOpened % paidEveryVisits === 0) paidFen = await readPaidFen(context);
        input.progress({
          at: clocks.campaign.now(),
          visits: visitsOpened,
          calls,
          orders: acknowledged.length,
          paidFen,
        });
      }
    }

    /** Performs an action; now and then the answer is lost on its way, and the client knows only that. */
    async function act(shopper: SimulatedShopper, action: Action, luck: Chance): Promise<Answer> {
      const browser = await accounts.browserOf(shopper, clocks.campaign.now());
      calls += action.kind === 'pay' ? 2 : 1;
      const answer = await perform(action, {
        send: browser.send,
        shopper,
        now: clocks.campaign.now,
        categoryOf: (skuId) => categories.get(skuId) ?? null,
        approves: () => !luck.happens(PARAMETERS.declineRate),
        wallet: SANDBOX_WALLET,
      });
      if (answer.kind === 'refused' && answer.status >= 500) {
        surprises[answer.code] = (surprises[answer.code] ?? 0) + 1;
      }
      const ordering = action.kind === 'checkout' || action.kind === 'flashOrder';
      if (ordering && luck.happens(PARAMETERS.lostAnswerRate)) {
        return { kind: 'refused', at: answer.at, code: 'outcomeUnknown', status: 503, payFen: null };
      }
      if (ordering && answer.kind === 'purchase') {
        acknowledged.push({
          purchaseId: answer.purchaseId,
          claimKey: `${browser.shopperId}:${action.key}`,
          payFen: answer.payFen,
        });
      }
      return answer;
    }

    function follow(move: Move, actor: string): void {
      const now = clocks.campaign.now();
      const { visit, step } = move;
      if (step !== null) queue.push(now + step.afterMs, actor, { kind: 'act', visit, action: step.action });
      for (const entry of move.later) {
        queue.push(entry.at, actor, { kind: 'later', shopper: visit.shopper, action: entry.action });
      }
    }

    async function arriveDelivery(work: Work & { kind: 'delivery' }, actor: string): Promise<void> {
      const luck = chance.split(`${actor} ${work.tries}`);
      const lost = luck.happens(PARAMETERS.lostNotificationRate);
      calls += 1;
      const status = lost
        ? 0
        : (
            await app.inject({
              method: 'POST',
              url: '/api/payments/sandbox/notify',
              headers: { 'content-type': 'application/json', ...work.delivery.headers },
              payload: work.delivery.rawBody,
            })
          ).statusCode;
      if (status >= 200 && status < 300) return;
      const again = { ...work, tries: work.tries + 1 };
      if (again.tries < 5) queue.push(clocks.campaign.now() + PARAMETERS.notifyAgainMs, actor, again);
    }
  }

  /** A due instant that has passed (a try that failed and was put off) is worked on now. */
  async function workDueAt(context: Context, at: number): Promise<void> {
    clocks.advanceTo(Math.max(at, clocks.campaign.now()));
    await context.due.runOnce(clocks.campaign.now());
    await settle(context);
  }

  /** What the lane told since the last time is heard by everybody; visits wait for the next flush, no shopper sees them. */
  async function settle(context: Context): Promise<void> {
    if (context.relay.nudged) await drain(context);
    nextDueAt = await context.due.nextAt();
  }

  async function flush(context: Context): Promise<void> {
    await context.members.behaviour.flush();
    await context.insight.refusals.flush();
    await drain(context);
    // Consumers tell of things too (a grade that changed), and nothing of it may wait past the end.
    await drain(context);
    await settle(context);
  }

  return { deliver, run };
}

async function readPaidFen({ db }: Context): Promise<number> {
  const [row] = await db.query<{ paid: number }>(
    'select coalesce(sum(gmv_fen), 0)::bigint as paid from insight_order where paid_at is not null',
  );
  return Number(row?.paid ?? 0);
}

/** Names sort as numbers do. */
function visitActor(number: number): string {
  return `visit ${String(number).padStart(9, '0')}`;
}
