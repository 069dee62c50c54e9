import type { Path } from '@dacu/engine/plan';

/** Every value that a pattern of steps reaches; `*` stands for each element of a list. */
export function reach(root: unknown, pattern: string): { readonly path: Path; readonly value: unknown }[] {
  let front: { path: Path; value: unknown }[] = [{ path: [], value: root }];
  for (const step of pattern.split('.')) {
    front = front.flatMap(({ path, value }) => {
      if (step === '*')
        return Array.isArray(value)
          ? value.map((inner, index) => ({ path: [...path, index], value: inner }))
          : [];
      const inner =
        value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[step] : undefined;
      return inner === undefined ? [] : [{ path: [...path, step], value: inner }];
    });
  }
  return front;
}

/** Every mapping in a plan, with its path. */
export function* mappings(
  value: unknown,
  path: Path = [],
): Generator<{ path: Path; mapping: Record<string, unknown> }> {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) yield* mappings(inner, [...path, index]);
    return;
  }
  yield { path, mapping: value as Record<string, unknown> };
  for (const [key, inner] of Object.entries(value)) yield* mappings(inner, [...path, key]);
}
