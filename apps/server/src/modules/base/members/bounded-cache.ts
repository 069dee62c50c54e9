/**
 * A small map with an age limit and a size limit; the oldest entry leaves first. It holds what may be read a little
 * late (sessions, profiles, visits), never a count. What is too old leaves when something new comes, asked for or not:
 * a year of visits that nobody asks for again must not fill it to its size limit.
 */
export type BoundedCache<Value> = {
  get(key: string, nowWall: number): Value | undefined;
  set(key: string, value: Value, nowWall: number): void;
  delete(key: string): void;
  clear(): void;
  readonly size: number;
};

export function createBoundedCache<Value>(limits: {
  ttlMs: number;
  entriesMax: number;
}): BoundedCache<Value> {
  const entries = new Map<string, { value: Value; untilWall: number }>();
  return {
    get(key, nowWall) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.untilWall > nowWall) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, nowWall) {
      entries.delete(key);
      // All live equally long, so the order in which they came is the order in which they end.
      for (const [oldest, { untilWall }] of entries) {
        if (untilWall > nowWall) break;
        entries.delete(oldest);
      }
      if (entries.size >= limits.entriesMax) entries.delete(entries.keys().next().value!);
      entries.set(key, { value, untilWall: nowWall + limits.ttlMs });
    },
    delete: (key) => void entries.delete(key),
    clear: () => entries.clear(),
    get size() {
      return entries.size;
    },
  };
}
