/**
 * A small map with an age limit and a size limit; the oldest entry leaves first. It holds what may be read a little
 * late (sessions, profiles, visits), never a count.
 */
export type BoundedCache<Value> = {
  get(key: string, nowWall: number): Value | undefined;
  set(key: string, value: Value, nowWall: number): void;
  delete(key: string): void;
  clear(): void;
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
      if (entries.size >= limits.entriesMax) entries.delete(entries.keys().next().value!);
      entries.set(key, { value, untilWall: nowWall + limits.ttlMs });
    },
    delete: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  };
}
