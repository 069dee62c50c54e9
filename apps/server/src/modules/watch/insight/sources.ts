import type { CompiledPlan } from '@dacu/contract/plan';
import type { Text } from '@dacu/engine/pricing';

/** What insight asks of the plan and the catalogue: the narrow side of their faces, so that a test can stand in. */
export type Edition = {
  readonly editionId: string;
  readonly editionNo: number;
  readonly campaignId: string;
  readonly compiled: CompiledPlan;
};

export type PlanSource = {
  editionAt(at: number): Promise<Edition | null>;
  /** Any edition that was ever published; null for none. */
  edition(editionId: string): Promise<Edition | null>;
  /** The file of any edition; null for none. */
  text(editionId: string): Promise<{ readonly yaml: string } | null>;
};

export type SkuName = {
  readonly skuId: string;
  readonly productId: string;
  readonly shopId: string;
  readonly categories: readonly string[];
  readonly title: Text;
};

export type CategoryName = { readonly categoryId: string; readonly title: Text };

export type CatalogSource = {
  allSkus(): Promise<readonly SkuName[]>;
  categories(): Promise<readonly CategoryName[]>;
};
