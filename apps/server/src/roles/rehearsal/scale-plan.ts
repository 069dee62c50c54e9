import type { CompiledPlan, FlashProgramme, PresaleProgramme } from '@dacu/contract/plan';
import type { Promotion } from '@dacu/engine/pricing';
import { SUMMED_METRICS, scaleDown } from '@dacu/engine/simulate';

/**
 * A plan for one in `divisor` of its shoppers: goals that are sums, budgets and flash quotas divided by largest
 * remainder, so that what is scarce stays as scarce. Prices, thresholds, windows and limits per person stay as they are.
 */
export function scalePlan(plan: CompiledPlan, divisor: number): CompiledPlan {
  if (divisor <= 1) return plan;
  const caps = scaleDown(
    plan.promotions.map((promotion) => promotion.budgetCapFen ?? 0),
    divisor,
  );
  return {
    ...plan,
    goals: plan.goals.map((goal) => {
      if (goal.metric === null || !SUMMED_METRICS.has(goal.metric)) return goal;
      const divided = (value: number): number => Math.round(value / divisor);
      return {
        ...goal,
        target: goal.target === null ? null : divided(goal.target),
        steps: goal.steps.map((step) => ({ ...step, target: divided(step.target) })),
      };
    }),
    promotions: plan.promotions.map((promotion, index) =>
      withGiftStock(
        promotion.budgetCapFen === undefined ? promotion : { ...promotion, budgetCapFen: caps[index]! },
        divisor,
      ),
    ),
    coupons: plan.coupons.map((programme) => ({
      ...programme,
      quantity: fewer(programme.quantity, divisor),
      quantityPerGrab: fewer(programme.quantityPerGrab, divisor),
    })),
    flash: plan.flash.map((programme) => scaleFlash(programme, divisor)),
    ...(plan.presales && { presales: plan.presales.map((one) => scalePresale(one, divisor)) }),
    traffic: { ...plan.traffic, visits: Math.round(plan.traffic.visits / divisor) },
  };
}

/** Pieces for fewer people, one at least; null stays without a limit. */
function fewer(pieces: number | null, divisor: number): number | null {
  return pieces === null ? null : Math.max(1, Math.round(pieces / divisor));
}

function withGiftStock(promotion: Promotion, divisor: number): Promotion {
  const { rule } = promotion;
  if (rule.kind !== 'gift') return promotion;
  const tiers = rule.tiers.map((tier) =>
    tier.stock === undefined ? tier : { ...tier, stock: fewer(tier.stock, divisor)! },
  );
  return { ...promotion, rule: { ...rule, tiers } };
}

/** What is set aside for deposits shrinks with the shelf; below one piece nothing is. */
export function scalePresale(programme: PresaleProgramme, divisor: number): PresaleProgramme {
  const { activityStock } = programme;
  const pieces = activityStock === null ? 0 : Math.floor(activityStock / divisor);
  return { ...programme, activityStock: pieces === 0 ? null : pieces };
}

/**
 * Divides the units of a flash programme. While every slot keeps at least one unit, the items of a slot shrink first and
 * then their stock; below that, slots are left out evenly over the campaign, one unit in each that stays.
 */
export function scaleFlash(programme: FlashProgramme, divisor: number): FlashProgramme {
  const { slots, itemsPerSlot, activityStock } = programme;
  const units = Math.max(1, Math.round((slots.length * itemsPerSlot * activityStock) / divisor));
  if (slots.length === 0 || units >= slots.length * itemsPerSlot) {
    return { ...programme, activityStock: Math.max(1, Math.round(activityStock / divisor)) };
  }
  if (units >= slots.length) {
    return { ...programme, itemsPerSlot: Math.floor(units / slots.length), activityStock: 1 };
  }
  return {
    ...programme,
    itemsPerSlot: 1,
    activityStock: 1,
    slots: Array.from(
      { length: units },
      (_, index) => slots[Math.floor(((index + 0.5) * slots.length) / units)]!,
    ),
  };
}
