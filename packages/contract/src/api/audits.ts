import { z } from 'zod';
import { AUDIT_SECONDS, AUDIT_STAGES } from './audit-limits.ts';
import { fen, instant, text, wallInstant } from './basics.ts';

/** A cart that proves a finding: anybody who asks with it gets this quote. */
export const auditCart = z.object({
  at: instant,
  shopper: z.object({
    memberTier: z.string().nullable(),
    newcomer: z.boolean(),
    idleDays: z.number().int().nullable(),
    channel: z.string().nullable(),
  }),
  couponCount: z.number().int(),
  lines: z.array(
    z.object({
      skuId: z.string(),
      title: text,
      quantity: z.number().int(),
      way: z.enum(['flash', 'presale', 'live', 'group']).nullable(),
      listFen: fen,
      netFen: fen,
      /** What the pieces of the line cost the shop. */
      costFen: fen,
    }),
  ),
  /** What took something off, in the order of the layers. */
  trace: z.array(z.object({ promotionId: z.string(), title: text, discountFen: fen })),
});
export type AuditCart = z.infer<typeof auditCart>;

export const auditFinding = z.object({
  /** Stable within a report. */
  findingId: z.string(),
  kind: z.enum([
    'deepestCost',
    'deepestShare',
    'itemsBelowCost',
    'itemsBelowFloor',
    'overBudget',
    'neverOpen',
    'noItem',
    'noConsent',
    'nobody',
    'alwaysBeaten',
    'lowerStep',
    'mutexAcrossLayers',
    'samePlace',
  ]),
  severity: z.enum(['warning', 'note']),
  /** The promotion it comes from: the one that takes the most, where several meet. */
  promotionId: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  message: text,
  evidence: text,
  remedy: text,
  cart: auditCart.nullable(),
  /** Every item it is about, the deepest first. */
  items: z.array(z.object({ skuId: z.string(), title: text, unitNetFen: fen, limitFen: fen })),
});
export type AuditFinding = z.infer<typeof auditFinding>;

/** How far the audit looked, and how much of that is proven. */
export const auditSummary = z.object({
  linesMax: z.number().int(),
  quantityMax: z.number().int(),
  shopsMax: z.number().int(),
  items: z.number().int(),
  scenes: z.number().int(),
  widestScenes: z.number().int(),
  /** Whether the time given sufficed for everything. */
  complete: z.boolean(),
  safe: z.number().int(),
  belowCost: z.number().int(),
  belowFloor: z.number().int(),
  undecided: z.number().int(),
  deepest: z.array(
    z.object({
      measure: z.enum(['belowCost', 'share']),
      certainty: z.enum(['enumerated', 'solved', 'bounded', 'searched']),
      /** Fen, or basis points of the list price; null where no cart has anything to show. */
      value: z.number().int().nullable(),
      bound: z.number().int().nullable(),
    }),
  ),
});
export type AuditSummary = z.infer<typeof auditSummary>;

/** GET /api/ops/audits/:auditId — an audit of one text of a plan, running or over. */
export const auditView = z.object({
  auditId: z.string(),
  campaignId: z.string(),
  /** SHA-256 of the text that was audited. */
  textHash: z.string(),
  state: z.enum(['running', 'finished', 'failed', 'cancelled']),
  seconds: z.number().int(),
  /** Stages that are done. */
  done: z.array(z.enum(AUDIT_STAGES)),
  requestedBy: z.string(),
  requestedAtWall: wallInstant,
  endedAtWall: wallInstant.nullable(),
  /** What the machine said where it failed. */
  failure: z.string().nullable(),
  summary: auditSummary.nullable(),
  findings: z.array(auditFinding),
});
export type AuditView = z.infer<typeof auditView>;

const yaml = z.string().max(2_000_000);
/** POST /api/ops/campaigns/:id/audits {yaml, seconds} — starts one. */
export const auditRequest = z.object({
  yaml,
  seconds: z.number().int().min(AUDIT_SECONDS.min).max(AUDIT_SECONDS.max).default(AUDIT_SECONDS.usual),
});
/** POST /api/ops/campaigns/:id/audits/latest {yaml} — the last one of this very text; `refused` says why none may be started. */
export const auditLookup = z.object({ yaml });
export const auditLatest = z.object({
  refused: z.enum(['auditsOff', 'forbidden']).nullable(),
  audit: auditView.nullable(),
});
export type AuditLatest = z.infer<typeof auditLatest>;
