import {
  compileScope,
  type FunderShare,
  openWindowAt,
  type Scope,
  type ScopeSubject,
  scopeExcepts,
  scopeNames,
  type Text,
  type Window,
} from '../pricing/index.ts';

/** What a plan promises on a price that falls later. Amounts of time in milliseconds, instants of campaign time. */
export type ProtectionTerms = {
  readonly promotionId: string;
  readonly title: Text;
  readonly scope: Scope;
  /** What is paid for within these is protected. Sorted, disjoint. */
  readonly windows: readonly Window[];
  /** From the payment on; null: until the campaign ends. */
  readonly lastsMs: number | null;
  readonly campaign: Window;
  /** `automatic`: compared without being asked; a shopper may still ask in between. */
  readonly process: 'claim' | 'automatic';
  /** How often it is compared; null with `automatic`: once, at the campaign's end. */
  readonly everyMs: number | null;
  /** A flash price counts, when bought and now, if its slot lasts at least this long; null: none counts. */
  readonly flashFromMs: number | null;
  /** Who pays the difference; sums to 10 000. */
  readonly funders: readonly FunderShare[];
};

/** The promise that holds for a line, and the first instant at which it no longer does. */
export type Promised = { readonly kind: 'promised'; readonly terms: ProtectionTerms; readonly until: number };
export type NoPromise = {
  readonly kind: 'none';
  /** `notPromised`: the plan has no word for this item. */
  readonly reason: 'notPromised' | 'flashBought';
};

/**
 * Which promise holds for a line paid at `paidAt`: of several the one that lasts longest, ties by id. Whether it is over
 * is for the caller to see: `until` is not included. `flashSlotMs` is the length of the flash slot it was bought in, null
 * for what was bought at an ordinary price.
 */
export function protectionOf(
  line: ScopeSubject,
  { paidAt, flashSlotMs }: { readonly paidAt: number; readonly flashSlotMs: number | null },
  promises: readonly ProtectionTerms[],
): Promised | NoPromise {
  const named = promises.filter(
    ({ scope, windows }) => covers(scope, line) && openWindowAt(windows, paidAt) !== undefined,
  );
  if (named.length === 0) return { kind: 'none', reason: 'notPromised' };
  const open = named.filter(
    ({ flashFromMs }) => flashSlotMs === null || (flashFromMs !== null && flashSlotMs >= flashFromMs),
  );
  if (open.length === 0) return { kind: 'none', reason: 'flashBought' };
  const [longest] = open
    .map((terms): Promised => ({ kind: 'promised', terms, until: untilOf(terms, paidAt) }))
    .sort((a, b) => b.until - a.until || (a.terms.promotionId < b.terms.promotionId ? -1 : 1));
  return longest!;
}

function untilOf({ lastsMs, campaign }: ProtectionTerms, paidAt: number): number {
  return lastsMs === null ? campaign.endsAt : paidAt + lastsMs;
}

function covers(scope: Scope, line: ScopeSubject): boolean {
  const compiled = compileScope(scope);
  return scopeNames(compiled, line) && !scopeExcepts(compiled, line);
}

/**
 * The next instant after `at` at which promises that are kept without asking are compared: every `everyMs` from the
 * campaign's start on, and in the campaign's last millisecond for what is protected until then. Null when none is left.
 */
export function sweepAfter(at: number, promises: readonly ProtectionTerms[]): number | null {
  const next = promises.flatMap((terms) => {
    const { process, everyMs, lastsMs, campaign } = terms;
    if (process !== 'automatic') return [];
    const last = campaign.endsAt - 1;
    const atEnd = lastsMs === null && last > at ? [last] : [];
    if (everyMs === null) return atEnd;
    const step = campaign.startsAt + (Math.floor((at - campaign.startsAt) / everyMs) + 1) * everyMs;
    const over = lastsMs === null ? last : campaign.endsAt + lastsMs;
    return step < over ? [step, ...atEnd] : atEnd;
  });
  return next.length === 0 ? null : Math.min(...next);
}
