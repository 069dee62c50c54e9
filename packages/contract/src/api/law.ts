import { z } from 'zod';
import { fen, instant, text } from './basics.ts';

/** What a rule of law finds in a plan: its article, the evidence, and the place in the file. */
export const lawFindingView = z.object({
  /** Rule, subject and a fingerprint of the evidence: stable while these are. */
  findingId: z.string(),
  ruleId: z.string(),
  /** An error keeps the plan from being published unless it is waived. */
  severity: z.enum(['error', 'warning']),
  path: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  found: z.string(),
  message: text,
  article: text,
  /** First day of the rule, `YYYY-MM-DD`. */
  inForceFrom: z.string(),
  evidence: text,
  /** What puts it right. */
  remedy: text,
  /** What the item that goes furthest sold for before the promotion opens, oldest first; null where no price is at stake. */
  prices: z
    .object({
      skuId: z.string(),
      /** When the promotion opens. */
      startsAt: instant,
      rows: z.array(z.object({ startsAt: instant, endsAt: instant, listFen: fen, dealFen: fen.nullable() })),
    })
    .nullable(),
});
export type LawFindingView = z.infer<typeof lawFindingView>;

/** A finding that somebody answers for. Kept for good; the reason stands in the record of the edition. */
export const lawWaiverView = z.object({
  waiverId: z.string(),
  campaignId: z.string(),
  findingId: z.string(),
  reason: z.string(),
  waivedAt: instant,
  waivedBy: z.string(),
});
export type LawWaiverView = z.infer<typeof lawWaiverView>;

/** POST /api/ops/campaigns/:id/law {yaml} — what the law says about a draft, and what of it is waived. */
export const lawCheckView = z.object({
  /** No error stands that is not waived. */
  publishable: z.boolean(),
  findings: z.array(lawFindingView.extend({ waiver: lawWaiverView.nullable() })),
});
export type LawCheckView = z.infer<typeof lawCheckView>;

/** POST /api/ops/campaigns/:id/waivers — of one error that this draft has, with a reason. */
export const lawWaive = z.object({
  yaml: z.string().max(2_000_000),
  findingId: z.string().min(1).max(200),
  reason: z.string().trim().min(8).max(600),
});
/** GET /api/ops/campaigns/:id/waivers — newest first. */
export const lawWaiverList = z.object({ waivers: z.array(lawWaiverView) });
