import { locatePlan } from '@dacu/contract/plan';

/** Where a promotion, or one of its keys, stands in the plan file. */
export type Placing = (
  promotionId: string,
  key?: string,
) => { readonly line: number; readonly column: number };

export function placesOf(yaml: string, promotionIds: readonly string[]): Placing {
  const locate = locatePlan(yaml);
  return (promotionId, key = 'id') => {
    const { line, column } = locate.value(['promotions', promotionIds.indexOf(promotionId), key]);
    return { line, column };
  };
}
