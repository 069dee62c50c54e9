const HOUR_MS = 3_600_000;

export const REMINDER_KINDS = ['balanceOpen', 'dayLeft', 'twoHoursLeft'] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];
export type Reminder = { readonly kind: ReminderKind; readonly at: number };

/**
 * When a shopper is told of the balance: at its start, a day and two hours before its end. What falls before the start (a
 * short window) or before the deposit was paid is left out, so that nobody is told of what is past.
 */
export function remindersOf(
  window: { readonly balanceStartsAt: number; readonly balanceEndsAt: number },
  depositPaidAt: number,
): readonly Reminder[] {
  const { balanceStartsAt, balanceEndsAt } = window;
  const all: readonly Reminder[] = [
    { kind: 'balanceOpen', at: Math.max(balanceStartsAt, depositPaidAt) },
    { kind: 'dayLeft', at: balanceEndsAt - 24 * HOUR_MS },
    { kind: 'twoHoursLeft', at: balanceEndsAt - 2 * HOUR_MS },
  ];
  return all.filter(
    ({ kind, at }) =>
      at < balanceEndsAt && at >= depositPaidAt && (kind === 'balanceOpen' || at > balanceStartsAt),
  );
}
