/**
 * Token buckets in this process, on the wall clock. A node counts for itself: with n nodes a caller gets up to n times
 * the rate, which is acceptable for what these protect (password guessing, floods of one browser).
 */
export type Limiter = {
  /** 0 when admitted, else the milliseconds until the next token. */
  take(key: string): number;
};

export function createLimiter(
  limits: { burst: number; perMinute: number; keysMax?: number },
  wall: { now(): number },
): Limiter {
  const { burst, perMinute, keysMax = 100_000 } = limits;
  const perMs = perMinute / 60_000;
  const buckets = new Map<string, { tokens: number; atWall: number }>();
  return {
    take(key) {
      const nowWall = wall.now();
      const bucket = buckets.get(key) ?? { tokens: burst, atWall: nowWall };
      buckets.delete(key);
      // The longest unused bucket leaves first; by then it is full again or its owner has been quiet for long.
      if (buckets.size >= keysMax) buckets.delete(buckets.keys().next().value!);
      bucket.tokens = Math.min(burst, bucket.tokens + (nowWall - bucket.atWall) * perMs);
      bucket.atWall = nowWall;
      buckets.set(key, bucket);
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.ceil((1 - bucket.tokens) / perMs);
    },
  };
}
