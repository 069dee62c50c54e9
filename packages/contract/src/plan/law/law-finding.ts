import { LAW, type LawRuleId } from '@dacu/engine/compliance';
import type { Path } from '@dacu/engine/plan';
import type { Text } from '@dacu/engine/pricing';
import type { LawFindingView } from '../../api/law.ts';
import type { Locate } from '../positions.ts';

/** What a rule finds in a plan, before its place in the file is known. */
export type LawDraft = {
  readonly ruleId: LawRuleId;
  readonly severity: 'error' | 'warning';
  readonly path: Path;
  /** The promotion it is about; the dotted path of the text for findings about wording elsewhere. */
  readonly subject: string;
  readonly message: Text;
  readonly evidence: Text;
  /** Price history of the item that the evidence names. */
  readonly prices?: LawFindingView['prices'];
};

/**
 * The finding with its place. Its id says rule, subject and evidence: a waiver of it holds for this evidence, and not
 * for what another catalogue or another wording would show.
 */
export function placeLaw(draft: LawDraft, pathText: string, locate: Locate): LawFindingView {
  const { ruleId, severity, path, subject, message, evidence, prices = null } = draft;
  const { line, column, source } = locate.value(path);
  const { article, remedy, inForceFrom } = LAW[ruleId];
  return {
    findingId: `${ruleId}:${subject}:${fingerprint(evidence.en)}`,
    ruleId,
    severity,
    path: pathText,
    line,
    column,
    found: source.slice(0, 120),
    message,
    article,
    inForceFrom,
    evidence,
    remedy,
    prices,
  };
}

/** FNV-1a of 32 bits: tells evidence from other evidence, guards nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) {
    hash ^= letter.codePointAt(0)!;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
