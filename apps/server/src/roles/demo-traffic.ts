import type { CompiledPlan } from '@dacu/contract/plan';
import { currentSpan } from '@dacu/engine/plan';
import {
  beginVisit,
  type Chance,
  createChance,
  createPopulation,
  inMood,
  type Move,
  nextMove,
  PARAMETERS,
} from '@dacu/engine/simulate';
import type { Context } from '../context.ts';
import type { App } from '../platform/http/app-types.ts';
import { createDemoBalances } from './demo-balances.ts';
import { type Accounts, createAccounts } from './rehearsal/shopper-accounts.ts';
import { SANDBOX_WALLET, type Wallet } from './rehearsal/shopper-answers.ts';
import { perform } from './rehearsal/shopper-client.ts';
import type { RunningRole } from './role.ts';

/**
 * Demonstration traffic: the shoppers of a rehearsal, in real time, on the running server of a simulated database. They
 * use the same routes with the same limits; only the socket is left out, so that they do not spend the allowance of the
 * address from which a person looks on. Their number follows the plan's days, hours and surges, and is bounded; what they
 * come for follows its phase. When campaign time is moved, whoever was in the middle of a visit has long gone home.
 */
const VISITS_PER_SECOND = { min: 0.4, base: 1, max: 3 };
/** At the limit nobody new comes: a slow machine is not run over. */
const IN_FLIGHT_MAX = 250;
/** People who come again and again: a town, not a country. */
const POPULATION_VISITS = 20_000;
const BEAT_MS = 250;
/** How many balances are paid at a beat. */
const BALANCES_A_BEAT = 2;
const HOUR_MS = 3_600_000;
/** Campaign time further ahead of the wall than this, from one beat to the next, was moved by hand. */
const JUMP_MS = 10_000;

export function startDemoTraffic(parts: {
  readonly context: Context;
  readonly app: App;
  readonly seed: number;
}): RunningRole {
  const { context, app, seed } = parts;
  if (context.config.databaseKind !== 'simulated') {
    throw new Error('demonstration traffic belongs on a simulated database only');
  }
  const { clocks, log } = context;
  const chance = createChance(seed, 'demonstration');
  const population = createPopulation(seed, POPULATION_VISITS);
  const accounts = createAccounts({ app, members: context.members });
  const waiting = new Set<NodeJS.Timeout>();
  const acting = new Set<Promise<void>>();
  let number = 0;
  /** Raised when time jumps: a visit goes on only in the epoch in which it began. */
  let epoch = 0;
  let owed = 0;
  let stopped = false;
  const balances = createDemoBalances({
    ...{ db: context.db, accounts, log, now: clocks.campaign.now, wall: clocks.wall },
    walletOf: (purchaseId) => walletOf(context, createChance(seed, purchaseId)),
  });
  let looked = { campaignAt: clocks.campaign.now(), wallAt: clocks.wall.now() };

  /** Nobody acts on what they saw before campaign time was moved. */
  function sendHomeAfterJump(): void {
    const now = { campaignAt: clocks.campaign.now(), wallAt: clocks.wall.now() };
    const jumped = now.campaignAt - looked.campaignAt - (now.wallAt - looked.wallAt) > JUMP_MS;
    looked = now;
    if (!jumped) return;
    epoch += 1;
    for (const timer of waiting) clearTimeout(timer);
    waiting.clear();
    owed = 0;
  }

  /** How many come in a beat follows the rate; the fraction is owed to the next. */
  async function beat(): Promise<void> {
    sendHomeAfterJump();
    const edition = await context.plan.editionAt(clocks.campaign.now());
    if (edition === null || stopped || !clocks.campaign.running()) return;
    owed += (visitsPerSecond(edition.compiled, clocks.campaign.now()) * BEAT_MS) / 1000;
    payBalances();
    const coming = Math.floor(owed + chance.next() * 0.999);
    owed -= coming;
    for (let count = 0; count < coming && waiting.size + acting.size < IN_FLIGHT_MAX; count += 1) {
      arrive(edition.compiled);
    }
  }

  /** Also of those whose day was jumped over: a few at a beat. */
  function payBalances(): void {
    const paid = balances
      .pay(BALANCES_A_BEAT)
      .catch((error: unknown) => log.warn({ err: error }, 'nobody could look who owes a balance'))
      .finally(() => acting.delete(paid));
    acting.add(paid);
  }

  function arrive(plan: CompiledPlan): void {
    number += 1;
    const own = chance.split(`visit ${number}`);
    const phase = currentSpan(plan.phases, clocks.campaign.now());
    const shopper = inMood(population.drawShopper(own.split('who')), phase?.kind ?? null);
    const channels = plan.traffic.channels;
    const at = own.split('channel').weighted(channels.map((entry) => entry.shareBp));
    const channel = channels[at]?.id ?? 'direct';
    follow(
      beginVisit({ id: `${seed.toString(36)}-${number}`, shopper, channel, chance: own.split('acts') }),
      own,
      epoch,
    );
  }

  /** Days later is not today: of what a shopper would come back for only balances are paid, by what the books say. */
  function follow(move: Move, luck: Chance, begunIn: number): void {
    const { visit, step } = move;
    if (step === null || stopped || begunIn !== epoch) return;
    const timer = setTimeout(() => {
      waiting.delete(timer);
      const acted = act(accounts, { visit, action: step.action, luck, context })
        .then((answer) => follow(nextMove(visit, answer), luck, begunIn))
        .catch((error: unknown) => log.warn({ err: error }, 'a simulated shopper stumbled'))
        .finally(() => acting.delete(acted));
      acting.add(acted);
    }, step.afterMs);
    timer.unref();
    waiting.add(timer);
  }

  const beats = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, 'no simulated shopper could come'));
  }, BEAT_MS);
  beats.unref();

  return {
    async stop() {
      stopped = true;
      clearInterval(beats);
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
      await Promise.all(acting);
    },
  };
}

async function act(
  accounts: Accounts,
  input: {
    visit: Move['visit'];
    action: NonNullable<Move['step']>['action'];
    luck: Chance;
    context: Context;
  },
) {
  const { visit, action, luck, context } = input;
  const now = context.clocks.campaign.now;
  const browser = await accounts.browserOf(visit.shopper, now());
  const skus = await context.catalog.allSkus();
  return perform(action, {
    send: browser.send,
    shopper: visit.shopper,
    now,
    categoryOf: (skuId) => skus.find((sku) => sku.skuId === skuId)?.categories[0] ?? null,
    approves: () => !luck.happens(PARAMETERS.declineRate),
    wallet: walletOf(context, luck),
  });
}

/**
 * The plan's rhythm, softened by a square root and bounded: night is quieter, a day of the burst busier, an opening three
 * times as busy as an ordinary hour. Exported for its test.
 */
export function visitsPerSecond(plan: Pick<CompiledPlan, 'traffic'>, at: number): number {
  const { days, hourWeights, surges } = plan.traffic;
  const day = days.findLast((entry) => entry.startsAt <= at);
  const hour = day === undefined ? 0 : Math.floor((at - day.startsAt) / HOUR_MS);
  const mean = hourWeights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, hourWeights.length);
  const ofHour = mean > 0 ? (hourWeights[hour] ?? mean) / mean : 1;
  const surge = surges
    .filter((window) => window.startsAt <= at && at < window.endsAt)
    .reduce((factor, window) => factor * window.factor, 1);
  const ofDay = (day?.weight ?? 1) / meanDay(days);
  const rate = VISITS_PER_SECOND.base * Math.sqrt(ofDay * ofHour * surge);
  return Math.min(VISITS_PER_SECOND.max, Math.max(VISITS_PER_SECOND.min, rate));
}

function meanDay(days: CompiledPlan['traffic']['days']): number {
  const whole = days.reduce((sum, { weight }) => sum + weight, 0);
  return whole > 0 ? whole / days.length : 1;
}

/** Somewhat more people pay with WeChat Pay than with Alipay. */
const WECHAT_SHARE = 0.55;

/**
 * Everybody pays as a person would, over the providers' own wires, so that the bills of a demonstration hold what was
 * bought; the page is opened at the gateway itself, which is another party's and no route of ours.
 */
function walletOf({ gateway }: Context, luck: Chance): Wallet {
  if (gateway === null) return SANDBOX_WALLET;
  const byWechat = luck.split('wallet').happens(WECHAT_SHARE);
  return {
    method: byWechat ? 'wechatpay' : 'alipay',
    async openPage({ approveUrl }) {
      const query = new URL(approveUrl, gateway.origin).searchParams;
      const charge = byWechat
        ? (await gateway.wechatpay.openPage(query))?.charge
        : await gateway.alipay.openPage(query);
      return charge?.providerRef ?? null;
    },
  };
}
