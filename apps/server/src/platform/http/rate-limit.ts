import type { RateRule } from './app-types.ts';

/**
 * Token buckets in the memory of this node, on wall time. A bucket is two numbers; at most `bucketsMax` are kept and
 * the one untouched longest goes first, so a flood of addresses costs memory once and then only itself: a forgotten
 * bucket comes back full, which is what its owner had earned by staying away unless the flood pushed it out. Those that
 * have filled up again are forgotten as others come: that changes no answer.
 */
export type RateLimiter = {
  /** Takes one token from `key`; `retryMs` is 0 when there was one. */
  take(key: string, rule: RateRule): Verdict;
  size(): number;
};

export type Verdict = { readonly remaining: number; readonly retryMs: number };

/** Tokens are counted in sixty-thousandths, so that a millisecond's inflow is a whole number. */
type Bucket = { parts: number; at: number; readonly rule: RateRule };
/** Full buckets dropped at each new one: more than one, so that they go faster than they come. */
const DROPPED_AT_ONCE = 4;

const TOKEN = 60_000;

export function createRateLimiter(options: { now(): number; readonly bucketsMax: number }): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function bucketOf(key: string, rule: RateRule, now: number): Bucket {
    const known = buckets.get(key);
    if (known) {
      // Moved to the end: the map's order is the order of last use.
      buckets.delete(key);
      buckets.set(key, known);
      const inflow = Math.max(0, now - known.at) * rule.perMinute;
      known.parts = Math.min(rule.burst * TOKEN, known.parts + inflow);
      known.at = now;
      return known;
    }
    dropFull(now);
    if (buckets.size >= options.bucketsMax) {
      const oldest = buckets.keys().next();
      if (!oldest.done) buckets.delete(oldest.value);
    }
    const fresh = { parts: rule.burst * TOKEN, at: now, rule };
    buckets.set(key, fresh);
    return fresh;
  }

  /** From the one untouched longest on, up to the first that is not full yet. */
  function dropFull(now: number): void {
    let left = DROPPED_AT_ONCE;
    for (const [key, { parts, at, rule }] of buckets) {
      const full = parts + Math.max(0, now - at) * rule.perMinute >= rule.burst * TOKEN;
      if (!full || left === 0) return;
      left -= 1;
      buckets.delete(key);
    }
  }

  return {
    take(key, rule) {
      const bucket = bucketOf(key, rule, options.now());
      if (bucket.parts < TOKEN)
        return { remaining: 0, retryMs: Math.ceil((TOKEN - bucket.parts) / rule.perMinute) };
      bucket.parts -= TOKEN;
      return { remaining: Math.floor(bucket.parts / TOKEN), retryMs: 0 };
    },
    size: () => buckets.size,
  };
}
