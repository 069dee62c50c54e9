import type { Path } from '@dacu/engine/plan';
import { readingError, type Unplaced } from './findings.ts';
import { mappings } from './walk.ts';

/**
 * Where a value comes from. A plan file writes out a document; what the document does not say is *ours* and marked:
 * a mapping carries `ours: true` when all of it is ours, or `ours: [key, …]` for those of its keys that are. The mark
 * covers everything below it. Ids, references by id and English translations are notation and carry no mark.
 */
export type Source = 'stated' | 'ours';

export function sourceOf(plan: unknown, path: Path): Source {
  let value: unknown = plan;
  for (const step of path) {
    if (value === null || typeof value !== 'object') break;
    if (marks(value, step)) return 'ours';
    value = (value as Record<string | number, unknown>)[step];
  }
  return value !== null && typeof value === 'object' && (value as { ours?: unknown }).ours === true
    ? 'ours'
    : 'stated';
}

function marks(holder: object, step: string | number): boolean {
  const { ours } = holder as { ours?: unknown };
  return ours === true || (Array.isArray(ours) && ours.includes(step));
}

/** A mark that names a key without a value marks nothing: an error, so that a renamed key cannot lose its mark. */
export function checkMarks(raw: unknown): Unplaced[] {
  const findings: Unplaced[] = [];
  for (const { path, mapping } of mappings(raw)) {
    if (!Array.isArray(mapping.ours)) continue;
    for (const [index, key] of mapping.ours.entries()) {
      if (typeof key === 'string' && mapping[key] === undefined) {
        const present = Object.keys(mapping).filter((name) => name !== 'ours');
        findings.push(
          readingError('oursNotPresent', [...path, 'ours', index], {
            found: key,
            allowed: present.join(' · '),
          }),
        );
      }
    }
  }
  return findings;
}
