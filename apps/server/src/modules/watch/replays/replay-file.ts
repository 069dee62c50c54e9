import type { ReplayAssumptions, ReplayDocument } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import {
  type CampaignLine,
  draftPlanOf,
  type OrdersFinding,
  openOrdersReader,
  pastCampaignOf,
  presentReplay,
} from '@dacu/contract/replay';
import { openReplay, type PastPurchase, type Replay, type Repriced } from '@dacu/engine/replay';
import { readLines } from './orders-file.ts';

export type ReplayFileInput = {
  readonly path: string;
  readonly draft: CompiledPlan;
  readonly assumptions: ReplayAssumptions;
  readonly losersMax: number;
  readonly progress: (progress: { readonly purchases: number; readonly share: number }) => void;
  readonly signal: AbortSignal;
  /** Looks at each purchase as it was priced again. */
  readonly look?: (repriced: Repriced, purchase: PastPurchase) => void;
};
export type ReplayFileOutcome =
  | { readonly kind: 'replayed'; readonly document: ReplayDocument }
  | { readonly kind: 'refused'; readonly finding: OrdersFinding };

const TOLD_EVERY = 1_000;

/** Prices the purchases of a file again, one at a time: its size does not matter to the memory. */
export async function replayFile(input: ReplayFileInput): Promise<ReplayFileOutcome> {
  const { draft, assumptions, losersMax, signal } = input;
  const reader = openOrdersReader();
  const titles = new Map<string, { zh: string; en: string }>();
  const told = { purchases: 0, workedOut: 0, firstAt: null as number | null, lastAt: null as number | null };
  let campaign: CampaignLine | null = null;
  let replay: Replay | null = null;
  const { lines, share } = await readLines(input.path);
  for await (const text of lines) {
    const read = reader.next(text);
    if (read.kind === 'refused') return read;
    if (read.kind === 'campaign') {
      campaign = read.campaign;
      replay = openReplay(pastCampaignOf(campaign), draftPlanOf(draft), { ...assumptions, losersMax });
    } else if (read.kind === 'item') titles.set(read.item.skuId, read.item.title);
    else if (read.kind === 'purchase') {
      const { purchase, facts } = read;
      const repriced = replay!.take(purchase);
      input.look?.(repriced, purchase);
      told.purchases += 1;
      if (facts === 'workedOut') told.workedOut += 1;
      told.firstAt ??= purchase.at;
      told.lastAt = purchase.at;
      if (told.purchases % TOLD_EVERY === 0) {
        input.progress({ purchases: told.purchases, share: share() });
        signal.throwIfAborted();
      }
    }
  }
  const finding = reader.end();
  if (finding !== null || campaign === null || replay === null) return { kind: 'refused', finding: finding! };
  const { workedOut, firstAt, lastAt } = told;
  const titleOf = (skuId: string) => titles.get(skuId)!;
  return {
    kind: 'replayed',
    document: presentReplay(replay.report(), { campaign, draft, titleOf, workedOut, firstAt, lastAt }),
  };
}
