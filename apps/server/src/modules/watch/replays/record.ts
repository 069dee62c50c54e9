import type { ReplayView } from '@dacu/contract/api';
import type { Finding } from '@dacu/contract/plan';
import type { OrdersFinding } from '@dacu/contract/replay';

export type ReplayRecord = ReplayView;

/** A line that the replaying program prints. */
export type ReplayLine =
  | { readonly kind: 'progress'; readonly purchases: number; readonly share: number }
  | { readonly kind: 'replayed'; readonly document: unknown }
  | { readonly kind: 'refused'; readonly reason: 'ordersInvalid'; readonly finding: OrdersFinding }
  | { readonly kind: 'refused'; readonly reason: 'planInvalid'; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly reason: 'place'; readonly words: string };

type Failure = NonNullable<ReplayRecord['failure']>;
const FULL_BP = 10_000;

export function progressOf(
  stage: ReplayRecord['progress']['stage'],
  purchases: number,
  share: number,
): ReplayRecord['progress'] {
  return { stage, purchases, shareBp: Math.round(Math.min(1, share) * FULL_BP) };
}

export function failureOf(line: Extract<ReplayLine, { kind: 'refused' }>): Failure {
  switch (line.reason) {
    case 'ordersInvalid': {
      const { line: number, path, found, message } = line.finding;
      const at = `${number} ${path} ${found}`.trim();
      return { words: { zh: `${message.zh}（${at}）`, en: `${message.en} (${at})` }, findings: [] };
    }
    case 'planInvalid':
      return {
        words: { zh: '方案有错误', en: 'The plan has errors' },
        findings: [...line.findings],
      };
    case 'place':
      return { words: { zh: line.words, en: line.words }, findings: [] };
  }
}

/** It died: its last words, in the language of the machine. */
export function crashOf(words: string): Failure {
  return { words: { zh: words, en: words }, findings: [] };
}

/** The record of a server that ended without a word, found when the next one starts. */
export function foundAfterRestart(record: ReplayRecord, atWall: number): ReplayRecord {
  return record.state === 'running' ? { ...record, state: 'interrupted', endedAtWall: atWall } : record;
}
