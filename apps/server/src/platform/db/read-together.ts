/**
 * Many callers that each want one row share a query: what is asked while a query is on its way goes into the next one,
 * and the first of a quiet moment waits one turn of the event loop for its neighbours. A burst of strangers then costs
 * some queries, not one each; alone, a caller waits no longer than before.
 *
 * `read` gets each key once and gives a map; a key that is missing from it resolves to undefined. When it fails, all
 * who asked in that query fail; nothing is remembered.
 */
export function readTogether<Value>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  keysMax = 500,
): (key: string) => Promise<Value | undefined> {
  type Asked = { resolve(value: Value | undefined): void; reject(error: unknown): void };
  let waiting = new Map<string, Asked[]>();
  let running = false;

  async function run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.size > 0) {
      const batch = take();
      try {
        const found = await read([...batch.keys()]);
        for (const [key, asked] of batch) for (const one of asked) one.resolve(found.get(key));
      } catch (error) {
        for (const asked of batch.values()) for (const one of asked) one.reject(error);
      }
    }
    running = false;
  }

  function take(): Map<string, Asked[]> {
    if (waiting.size <= keysMax) {
      const all = waiting;
      waiting = new Map();
      return all;
    }
    const some = new Map<string, Asked[]>();
    for (const [key, asked] of waiting) {
      some.set(key, asked);
      waiting.delete(key);
      if (some.size === keysMax) break;
    }
    return some;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const asked = waiting.get(key);
      if (asked === undefined) waiting.set(key, [{ resolve, reject }]);
      else asked.push({ resolve, reject });
      if (running) return;
      running = true;
      void run();
    });
}
