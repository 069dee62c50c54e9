import { checkNames, checkPlan, nearestWord, type Path } from '@dacu/engine/plan';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { type Finding, inFileOrder, placed, readingError, type Unplaced } from './findings.ts';
import { type Locate, locator } from './positions.ts';
import { checkMarks } from './provenance.ts';
import { Pruned } from './prune.ts';
import { findingsOf, valueAt } from './read-issues.ts';
import { resolveDates } from './resolve-dates.ts';
import { type Plan, planSchema } from './schema/plan.ts';
import { syntaxFindings } from './syntax.ts';
import { namesOf, toCheckable } from './to-checkable.ts';

export type ParsedPlan =
  | { readonly ok: true; readonly plan: Plan; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly plan: null; readonly findings: readonly Finding[] };

/** Errors after which the rest of the file still reads as it was meant. */
const SOFT_SYNTAX: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'KEY_OVER_1024_CHARS']);

export type ParseOptions = {
  /** The campaign that the file must be a plan of. */
  readonly campaignId?: string | undefined;
};

/**
 * Reads and checks a whole plan file. Answers *all* findings at once, in the order of the file, each with line, column,
 * what was found and what is allowed; `ok` when none of them is an error. Never throws on bad input.
 */
export function parsePlan(text: string, options: ParseOptions = {}): ParsedPlan {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const locate = locator(document, lines, text);
  const syntax = syntaxFindings(document.errors, lines, text);
  if (document.errors.some((problem) => !SOFT_SYNTAX.has(problem.code))) return refused(syntax);
  const raw = plainValue(document);
  if (!isMap(document.contents) || raw === null)
    return refused([...syntax, placed(readingError('wrongType', [], { allowed: 'format: 1 …' }), locate)]);
  const { plan, findings } = readPlan(raw);
  const foreign = otherCampaign(raw, options.campaignId);
  const all = [...syntax, ...[...findings, ...foreign].map((finding) => placed(finding, locate))].sort(
    inFileOrder,
  );
  return plan !== null && !all.some((finding) => finding.severity === 'error')
    ? { ok: true, plan, findings: all }
    : refused(all);
}

/** The values of a file that was checked before, as written there: for comparing two editions. */
export function readPlanValues(text: string): unknown {
  return parseDocument(text, { prettyErrors: false }).toJS({ maxAliasCount: 200 });
}

/** Where the values of a readable file stand, for findings that are made after its check. */
export function locatePlan(text: string): Locate {
  const lines = new LineCounter();
  return locator(parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines, text);
}

function otherCampaign(raw: unknown, campaignId: string | undefined): Unplaced[] {
  const found = valueAt(raw, ['campaign', 'id']);
  if (campaignId === undefined || typeof found !== 'string' || found === campaignId) return [];
  return [readingError('otherCampaign', ['campaign', 'id'], { found, allowed: campaignId })];
}

const refused = (findings: readonly Finding[]): ParsedPlan => ({ ok: false, plan: null, findings });

/** Null when the aliases of the file unfold beyond all measure. */
function plainValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 200 });
  } catch {
    return null;
  }
}

/** Schema first; then the meaning of everything the schema let through. */
function readPlan(raw: unknown): { plan: Plan | null; findings: readonly Unplaced[] } {
  const first = planSchema.safeParse(raw);
  if (first.success) {
    return { plan: first.data, findings: [...checkMarks(raw), ...meaningOf(first.data)] };
  }
  const schemaFindings = first.error.issues.flatMap((issue) => findingsOf(issue, raw));
  const pruned = new Pruned(raw);
  const rest = readRest(pruned);
  const meaning = rest === null ? [] : meaningOf(rest, NO_NAMES);
  const echoFree = meaning
    .map((finding) => ({
      ...finding,
      path: pruned.inFile(finding.path),
      ...(finding.other && { other: pruned.inFile(finding.other) }),
    }))
    .filter(({ code, path }) => {
      const guessed = code === 'outsideCampaign' && pruned.campaignSpanIsGuessed;
      return !guessed && !pruned.touched(path);
    });
  const known = new Set(schemaFindings.map(({ path }) => path.join('.')));
  const others = [...checkMarks(raw), ...namesIn(raw, pruned)].filter(
    ({ path }) => !known.has(path.join('.')),
  );
  return { plan: null, findings: [...schemaFindings, ...others, ...echoFree] };
}

const NO_NAMES = { identifiers: [], references: [] };

/** Names are checked in the file as it stands: one inside a part that is refused for another reason is a name still. */
function namesIn(raw: unknown, pruned: Pruned): Unplaced[] {
  return checkNames(namesOf(raw))
    .filter(({ code, found }) => code !== 'unknownReference' || !pruned.removedIds.has(found))
    .map((finding) =>
      finding.code === 'unknownReference' && finding.suggestion === null
        ? { ...finding, suggestion: nearestWord(finding.found, [...pruned.removedIds]) }
        : finding,
    );
}

/** What is left when everything the schema refuses is taken out; null when nothing sensible is. */
function readRest(pruned: Pruned): Plan | null {
  for (let round = 0; round < 50; round++) {
    const parsed = planSchema.safeParse(pruned.value);
    if (parsed.success) return parsed.data;
    const targets = parsed.error.issues.flatMap((issue): Path[] => {
      const path = issue.path as (string | number)[];
      return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    });
    const known = new Map<string, Path>();
    for (const path of targets) {
      const target = pruned.target(path);
      if (target !== null) known.set(target.join('.'), target);
    }
    if (known.size === 0) return null;
    // From the back, so that the indexes in front keep their meaning.
    for (const target of [...known.values()].sort(fromTheBack)) pruned.remove(target);
  }
  return null;
}

function fromTheBack(left: Path, right: Path): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [a, b] = [left[index]!, right[index]!];
    if (a === b) continue;
    if (typeof a === 'number' && typeof b === 'number') return b - a;
    return String(a) < String(b) ? 1 : -1;
  }
  return right.length - left.length;
}

function meaningOf(plan: Plan, names?: ReturnType<typeof namesOf>): Unplaced[] {
  const dates = resolveDates(plan);
  const findings = checkPlan({ ...toCheckable(plan, dates), ...names });
  return [...dates.findings, ...findings];
}
