import type { CompiledPlan } from '@dacu/contract/plan';
import type { StockGrade } from '@dacu/engine/ledger';
import type { FreightTemplate, PromotionIndex, Text } from '@dacu/engine/pricing';

/** What offers asks of the catalogue, the plan and the stock: the narrow side of their faces, so a test can stand in. */

export type Sku = {
  readonly skuId: string;
  readonly productId: string;
  readonly shopId: string;
  /** The leaf and its ancestors. */
  readonly categories: readonly string[];
  readonly brandId: string;
  readonly tags: readonly string[];
  readonly title: Text;
  readonly skuTitle: Text;
  readonly imageUrl: string;
  readonly listFen: number;
  readonly costFen: number;
  readonly floorFen: number;
  readonly onSale: boolean;
  readonly enrolledCampaignIds: readonly string[];
};
export type Shop = { readonly shopId: string; readonly name: Text; readonly freight: FreightTemplate | null };

export type CatalogSource = {
  getSkus(skuIds: readonly string[]): Promise<Map<string, Sku>>;
  allSkus(): Promise<readonly Sku[]>;
  /** The same map until something changes. */
  shops(): Promise<ReadonlyMap<string, Shop>>;
  /** Fen that may be struck through at an instant; null where there is no such price. */
  referenceFen(skuIds: readonly string[], at: number): Promise<Map<string, number | null>>;
};

export type Edition = {
  readonly editionId: string;
  readonly editionNo: number;
  readonly campaignId: string;
  readonly compiled: CompiledPlan;
  readonly index: PromotionIndex;
};
export type PlanSource = {
  editionAt(at: number): Promise<Edition | null>;
  stoppedPromotionIds(at: number): Promise<readonly string[]>;
};

export type StockSource = {
  /** What is there, whoever it is kept for: what an order may take is for `Shelf` to say. */
  stockOf(
    skuIds: readonly string[],
  ): Promise<Map<string, { readonly sellable: number; readonly sold: number; readonly storeMost: number }>>;
  /** The alert grade that is remembered of each item, and since when. */
  gradesOf(
    skuIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly grade: StockGrade; readonly since: number }>>;
};

export type Sources = {
  readonly catalog: CatalogSource;
  readonly plan: PlanSource;
  readonly stock: StockSource;
};
