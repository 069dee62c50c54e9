import type { AuditBounds, DeepestCart, Exposure, ItemAudit, Proof, Quarrel } from '@dacu/engine/audit';
import type { Quote, Text } from '@dacu/engine/pricing';

/** A cart that proves a depth, with the quote that anybody gets for its request. */
export type ProvenCart = Proof & { readonly quote: Quote };

/** Where in the plan file a finding stands. */
export type PlanPlace = { readonly line: number; readonly column: number };

/** What `dacu audit` answers about one plan. Amounts are whole fen, shares basis points. */
export type AuditReport = {
  readonly campaignId: string;
  readonly title: Text;
  readonly bounds: AuditBounds;
  readonly seed: number;
  /** Whether the time given was enough to look at everything. */
  readonly complete: boolean;
  readonly items: number;
  readonly scenes: number;
  readonly widestScenes: number;
  readonly deepest: readonly (Omit<DeepestCart, 'proof'> & { readonly cart: ProvenCart | null })[];
  readonly belowLimits: Omit<ItemAudit, 'findings'> & {
    readonly findings: readonly (Omit<ItemAudit['findings'][number], 'proof'> & {
      readonly cart: ProvenCart;
    })[];
  };
  readonly exposure: readonly Exposure[];
  readonly quarrels: readonly (Quarrel & PlanPlace)[];
  /** Of every item and promotion that is named above. */
  readonly titles: Readonly<Record<string, Text>>;
};
