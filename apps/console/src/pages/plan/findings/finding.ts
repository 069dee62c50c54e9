import type { AuditFinding, FindingView, LawCheckView } from '@dacu/contract/api';

export type LawFinding = LawCheckView['findings'][number];
export type Severity = 'error' | 'warning' | 'note';

/** A finding at its line of the plan, whoever found it. `key` is stable for one text. */
export type PlanFinding = {
  readonly key: string;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly title: { readonly zh: string; readonly en: string };
  /** Where it stands in the plan, in words: a path or a promotion. */
  readonly place: string;
} & (
  | { readonly source: 'check'; readonly finding: FindingView }
  | { readonly source: 'law'; readonly finding: LawFinding }
  | { readonly source: 'audit'; readonly finding: AuditFinding }
);

/** All findings in the order of the file; of one line the gravest first. */
export function gather(
  check: readonly FindingView[],
  law: readonly LawFinding[],
  audit: readonly AuditFinding[],
): PlanFinding[] {
  const all: PlanFinding[] = [
    ...check.map(
      (finding): PlanFinding => ({
        ...{ source: 'check', finding, severity: finding.severity, title: finding.message },
        ...{ line: finding.line, column: finding.column, place: finding.path || '/' },
        key: `check:${finding.line}:${finding.column}:${finding.code}:${finding.path}`,
      }),
    ),
    ...law.map(
      (finding): PlanFinding => ({
        ...{ source: 'law', finding, severity: finding.severity, title: finding.message },
        ...{ line: finding.line, column: finding.column, place: finding.path },
        key: `law:${finding.findingId}`,
      }),
    ),
    ...audit.map(
      (finding): PlanFinding => ({
        ...{ source: 'audit', finding, severity: finding.severity, title: finding.message },
        ...{ line: finding.line, column: finding.column, place: finding.promotionId },
        key: `audit:${finding.findingId}`,
      }),
    ),
  ];
  return all.sort(
    (a, b) => a.line - b.line || GRAVITY[a.severity] - GRAVITY[b.severity] || a.column - b.column,
  );
}

const GRAVITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Does it keep the plan from being published? */
export function blocks(entry: PlanFinding): boolean {
  return entry.severity === 'error' && !isWaived(entry);
}

export function isWaived(entry: PlanFinding): boolean {
  return entry.source === 'law' && entry.finding.waiver !== null;
}

/** The gravest of each line: what its mark shows. A waived error is shown as such, and is none any more. */
export type LineMark = Severity | 'waived';
export function marksOf(findings: readonly PlanFinding[]): ReadonlyMap<number, LineMark> {
  const marks = new Map<number, LineMark>();
  for (const entry of findings) {
    const mark = isWaived(entry) ? 'waived' : entry.severity;
    const known = marks.get(entry.line);
    if (known === undefined || MARK_GRAVITY[mark] < MARK_GRAVITY[known]) marks.set(entry.line, mark);
  }
  return marks;
}

const MARK_GRAVITY: Readonly<Record<LineMark, number>> = { error: 0, warning: 1, waived: 2, note: 3 };

export const FILTERS = ['open', 'check', 'law', 'audit', 'waived', 'notes'] as const;
export type Filter = (typeof FILTERS)[number];

/** `open`: whatever asks for something to be done. Notes are apart, since nothing has to be done about them. */
export function passes(entry: PlanFinding, filter: Filter): boolean {
  if (filter === 'notes') return entry.severity === 'note';
  if (filter === 'waived') return isWaived(entry);
  if (entry.severity === 'note') return false;
  return filter === 'open' ? !isWaived(entry) : entry.source === filter;
}
