import type { LawFindingView } from '../../api/law.ts';
import { compilePlan } from '../compile-plan.ts';
import { pathText } from '../findings.ts';
import { locatePlan, readPlanValues } from '../parse-plan.ts';
import type { Plan } from '../schema/plan.ts';
import { checkBoxes } from './check-boxes.ts';
import { checkOwnDeals, checkReference, dayText, type PricedGoods } from './check-reference.ts';
import { checkTerms, checkWording } from './check-terms.ts';
import { placeLaw } from './law-finding.ts';

/** `cn`: the law of mainland China. `eu`: prior prices by the Omnibus directive besides wording, prizes and deposits. */
export type LawProfile = 'cn' | 'eu';

/**
 * What the law says about a checked plan, in the order of the file: each finding names the article, the evidence and
 * the place. Rules apply from the day on which they are in force, on the day that a promotion begins. `goods` may be
 * empty, then nothing is said about compared prices.
 */
export function checkPlanLaw(
  yaml: string,
  plan: Plan,
  goods: readonly PricedGoods[],
  profile: LawProfile = 'cn',
): LawFindingView[] {
  const compiled = compilePlan(plan);
  const { zone } = compiled;
  const beginsOn = (id: string) => {
    const listed = compiled.promotionList.find((one) => one.id === id);
    return dayText(listed?.windows[0]?.startsAt ?? compiled.startsAt, zone);
  };
  const written = plan.promotions ?? [];
  const cases = compiled.promotions.map((promotion) => {
    const index = written.findIndex(({ id }) => id === promotion.id);
    return { promotion, index, written: written[index]!, zone };
  });
  const inDepositFlow = (path: readonly (string | number)[]) =>
    path[0] === 'promotions' && typeof path[1] === 'number' && written[path[1]]?.kind === 'presale';
  const drafts = [
    ...cases.flatMap((one) => checkReference(one, goods, profile)),
    ...(profile === 'cn' ? checkOwnDeals(cases, goods) : []),
    ...written.flatMap((promotion, index) => checkTerms(promotion, index, beginsOn(promotion.id))),
    ...checkBoxes(plan, goods, dayText(compiled.startsAt, zone)),
    ...checkWording(textsOf(readPlanValues(yaml)), inDepositFlow, dayText(compiled.startsAt, zone)),
  ];
  const locate = locatePlan(yaml);
  return drafts
    .map((draft) => placeLaw(draft, pathText(draft.path), locate))
    .sort((a, b) => a.line - b.line || a.column - b.column || a.ruleId.localeCompare(b.ruleId));
}

function* textsOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<{ path: readonly (string | number)[]; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value))
    for (const [at, inner] of value.entries()) yield* textsOf(inner, [...path, at]);
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, [...path, key]);
}
