import type { LawRuleId } from './law.ts';

export type WordingFault = { readonly ruleId: LawRuleId; readonly word: string };

/** Superlatives of which the law wants evidence; a text that names its source beside it has some. */
const SUPERLATIVE =
  /全网(?:最低|第一|首发最低)|(?:销量|行业|全国|品牌)第一|历史最低|史上最低|绝对最低|国家级|最佳品质/u;
const WITH_SOURCE = /数据来源|来源[：:]|据.{2,20}统计|source:/iu;

/** What a text may not say; `inDepositFlow` for what is said of a sale with a deposit. */
export function wordingFaults(text: string, inDepositFlow: boolean): WordingFault[] {
  const faults: WordingFault[] = [];
  const reserved = /最终解释权|解释权归/u.exec(text);
  if (reserved) faults.push({ ruleId: 'finalInterpretation', word: reserved[0] });
  if (inDepositFlow && text.includes('订金')) faults.push({ ruleId: 'depositWord', word: '订金' });
  const superlative = SUPERLATIVE.exec(text);
  if (superlative && !WITH_SOURCE.test(text)) faults.push({ ruleId: 'superlative', word: superlative[0] });
  return faults;
}
