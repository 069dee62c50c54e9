/**
 * Work that waits for other work, and for when it must be done. A task takes the time from `startsAt` to `endsAt`;
 * what it waits for is done by its own `endsAt`. Times are instants, half-open.
 */
export type Task = {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Tasks that must be done before this one begins. */
  readonly after: readonly string[];
  /** When what it prepares begins; null for work that prepares nothing in particular. */
  readonly neededAt: number | null;
};

export type JudgedTask = {
  readonly id: string;
  /** Tasks it waits for that end after it begins: as planned it cannot begin on time. */
  readonly lateAfter: readonly string[];
  /** How much later it may end without anything that needs it being late; negative when that is late already. */
  readonly floatMs: number | null;
  /** On the longest chain towards something that needs it: nothing in it can slip. */
  readonly critical: boolean;
};

/** Tasks of a circle, in its order, ending with the one that closes it; null when there is none. Unknown ids are no arrow. */
export function findCycle(
  tasks: readonly { readonly id: string; readonly after: readonly string[] }[],
): readonly string[] | null {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const done = new Set<string>();
  const walk = (id: string, path: readonly string[]): readonly string[] | null => {
    const at = path.indexOf(id);
    if (at >= 0) return [...path.slice(at), id];
    if (done.has(id)) return null;
    for (const next of byId.get(id)?.after ?? []) {
      if (!byId.has(next)) continue;
      const found = walk(next, [...path, id]);
      if (found !== null) return found;
    }
    done.add(id);
    return null;
  };
  for (const { id } of tasks) {
    const found = walk(id, []);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Float and critical chains, by the usual pass from the end: a task may end no later than what it prepares begins, nor
 * than each task that waits for it has to begin. Of the tasks that lead to one thing, those with the least float are
 * critical. A plan with a circle is not judged: it was refused.
 */
export function judgeTasks(tasks: readonly Task[]): readonly JudgedTask[] {
  if (findCycle(tasks) !== null) throw new Error('tasks that wait for each other in a circle');
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const followers = new Map<string, Task[]>();
  for (const task of tasks)
    for (const id of task.after) followers.set(id, [...(followers.get(id) ?? []), task]);

  const latest = new Map<string, number | null>();
  const latestEnd = (task: Task): number | null => {
    const known = latest.get(task.id);
    if (known !== undefined) return known;
    const bounds = [
      ...(task.neededAt === null ? [] : [task.neededAt]),
      ...(followers.get(task.id) ?? []).flatMap((next) => {
        const end = latestEnd(next);
        return end === null ? [] : [end - (next.endsAt - next.startsAt)];
      }),
    ];
    const end = bounds.length === 0 ? null : Math.min(...bounds);
    latest.set(task.id, end);
    return end;
  };
  const floats = new Map(
    tasks.map((task) => {
      const end = latestEnd(task);
      return [task.id, end === null ? null : end - task.endsAt] as const;
    }),
  );
  const chainOf = chains(tasks, byId);
  const leastOfChain = new Map<string, number>();
  for (const task of tasks) {
    const float = floats.get(task.id);
    const chain = chainOf.get(task.id)!;
    if (float != null) leastOfChain.set(chain, Math.min(float, leastOfChain.get(chain) ?? float));
  }
  return tasks.map((task) => {
    const floatMs = floats.get(task.id) ?? null;
    return {
      id: task.id,
      lateAfter: task.after.filter((id) => (byId.get(id)?.endsAt ?? task.startsAt) > task.startsAt),
      floatMs,
      critical: floatMs !== null && floatMs === leastOfChain.get(chainOf.get(task.id)!),
    };
  });
}

/** Tasks that are tied by arrows or prepare the same thing belong together: the name of each one's group. */
function chains(tasks: readonly Task[], byId: ReadonlyMap<string, Task>): ReadonlyMap<string, string> {
  const leader = new Map(tasks.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    const up = leader.get(id)!;
    return up === id ? id : find(up);
  };
  const join = (one: string, other: string) => leader.set(find(one), find(other));
  const byNeed = new Map<number, string>();
  for (const task of tasks) {
    for (const id of task.after) if (byId.has(id)) join(task.id, id);
    if (task.neededAt === null) continue;
    const first = byNeed.get(task.neededAt);
    if (first === undefined) byNeed.set(task.neededAt, task.id);
    else join(task.id, first);
  }
  return new Map(tasks.map(({ id }) => [id, find(id)]));
}
