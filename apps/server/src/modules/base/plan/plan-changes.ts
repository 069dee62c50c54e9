import { readPlanValues } from '@dacu/contract/plan';
import { type Change, diffEditions } from './diff-editions.ts';

/** What the second of two plan files says otherwise, as a merchandiser reads it. */
export function planChanges(beforeYaml: string, afterYaml: string): readonly Change[] {
  if (beforeYaml === afterYaml) return [];
  return diffEditions(readPlanValues(beforeYaml), readPlanValues(afterYaml));
}
