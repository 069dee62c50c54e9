/**
 * What changed between two plan files, as a merchandiser reads it: values as they are written there, list elements named
 * by their id, so that a promotion put in front of others is one addition and not a change of all behind it.
 */

export type Change = {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: string | null;
  readonly after: string | null;
};

const SHOWN_MAX = 200;

export function diffEditions(before: unknown, after: unknown): readonly Change[] {
  const changes: Change[] = [];
  compare('', before, after, changes);
  return changes;
}

function compare(path: string, before: unknown, after: unknown, changes: Change[]): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined) changes.push({ path, kind: 'added', before: null, after: shown(after) });
  else if (after === undefined) changes.push({ path, kind: 'removed', before: shown(before), after: null });
  else if (Array.isArray(before) && Array.isArray(after)) compareLists(path, before, after, changes);
  else if (isMapping(before) && isMapping(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(path === '' ? key : `${path}.${key}`, before[key], after[key], changes);
  } else if (!same(before, after))
    changes.push({ path, kind: 'changed', before: shown(before), after: shown(after) });
}

function compareLists(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  changes: Change[],
): void {
  if (!named(before) || !named(after)) {
    // Lists of plain values read best as a whole; lists of mappings element by element.
    if (![...before, ...after].every(isMapping)) {
      if (!same(before, after))
        changes.push({ path, kind: 'changed', before: shown(before), after: shown(after) });
      return;
    }
    for (let index = 0; index < Math.max(before.length, after.length); index++)
      compare(`${path}[${index}]`, before[index], after[index], changes);
    return;
  }
  const was = new Map(before.map((element) => [element.id, element]));
  const is = new Map(after.map((element) => [element.id, element]));
  for (const id of new Set([...was.keys(), ...is.keys()]))
    compare(`${path}.${id}`, was.get(id), is.get(id), changes);
  const kept = (list: readonly { id: string }[], other: ReadonlyMap<string, unknown>) =>
    list.map((element) => element.id).filter((id) => other.has(id));
  const [orderBefore, orderAfter] = [kept(before, is), kept(after, was)];
  if (!same(orderBefore, orderAfter))
    changes.push({
      path: `${path} (order)`,
      kind: 'changed',
      before: shown(orderBefore),
      after: shown(orderAfter),
    });
}

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function named(list: readonly unknown[]): list is readonly (Mapping & { id: string })[] {
  const ids = list.map((element) => (isMapping(element) ? element.id : undefined));
  return ids.every((id) => typeof id === 'string') && new Set(ids).size === ids.length;
}

const same = (left: unknown, right: unknown) => canonical(left) === canonical(right);

/** JSON with sorted keys: equal meanings give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isMapping(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

/** A value in one line: `¥300`, `{ threshold: ¥300, off: ¥50 }`. */
function shown(value: unknown): string {
  const text = line(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text;
}

function line(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(line).join(', ')}]`;
  if (!isMapping(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${line(inner)}`)
    .join(', ')} }`;
}
