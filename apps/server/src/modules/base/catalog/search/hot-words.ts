import type { Text } from '@dacu/engine/pricing';
import type { Snapshot } from '../read-cache.ts';
import { SYNONYMS } from './dictionary.ts';
import { fold, isChinese } from './words.ts';

const WORDS_MAX = 10;

/**
 * The words under which most was sold: each word of the trade with the sales of the products whose title carries it. A
 * product counts for the first of its words only, so that one best seller does not fill the list.
 */
export function hotWords(
  snapshot: Pick<Snapshot, 'products'>,
  stocks: ReadonlyMap<string, { readonly sold: number }>,
): Text[] {
  const groups = SYNONYMS.flatMap((group) => {
    const chinese = group.filter(isChinese);
    const english = group.find((word) => !isChinese(word));
    return chinese[0] === undefined || english === undefined
      ? []
      : [{ chinese, words: { zh: chinese[0], en: english } }];
  });
  const sold = new Map<Text, number>();
  for (const product of snapshot.products.values()) {
    if (!product.onSale) continue;
    const title = fold(product.title.zh);
    const group = groups.find(({ chinese }) => chinese.some((word) => title.includes(fold(word))));
    if (group === undefined) continue;
    const count = product.skus.reduce(
      (sum, sku) => sum + (stocks.get(sku.skuId)?.sold ?? 0),
      product.soldBefore,
    );
    sold.set(group.words, (sold.get(group.words) ?? 0) + count);
  }
  return [...sold]
    .filter(([, count]) => count > 0)
    .sort(([a, m], [b, n]) => n - m || (a.zh < b.zh ? -1 : 1))
    .slice(0, WORDS_MAX)
    .map(([words]) => words);
}
