import { z } from 'zod';
import { instant, text, wallInstant } from './basics.ts';

/** Operators, what their roles may do, their sessions, and what they did. */

export const operatorRole = z.enum(['commander', 'merchandiser', 'analyst']);
export const operatorName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]+$/u);

const person = z.object({
  operatorId: z.string(),
  name: z.string(),
  role: operatorRole,
  /** `invited` has an unused one-time password, `choosing` has used it and set none, `disabled` cannot sign in. */
  state: z.enum(['invited', 'choosing', 'active', 'disabled']),
  createdAtWall: wallInstant,
  /** Sessions that are open now. */
  sessions: z.number().int(),
  lastSignedInAtWall: wallInstant.nullable(),
});
/** GET /api/ops/people — by name. */
export const peopleList = z.object({ people: z.array(person) });
/** POST /api/ops/people */
export const personAdd = z.object({ name: operatorName, role: operatorRole });
/** The one-time password is in this answer and nowhere else. */
export const invitation = z.object({ operatorId: z.string(), name: z.string(), oneTimePassword: z.string() });
/** POST /api/ops/people/:operatorId/role */
export const roleChange = z.object({ role: operatorRole });
/** POST /api/ops/people/:operatorId/disabled */
export const disabling = z.object({ disabled: z.boolean() });

/** GET /api/ops/roles — made from the routes of this server. */
export const roleList = z.object({
  roles: z.array(operatorRole),
  acts: z.array(
    z.object({
      /** `POST /api/ops/switches` */
      route: z.string(),
      act: text,
      roles: z.array(operatorRole),
    }),
  ),
  /** Routes that only read; every operator may call them. */
  reads: z.number().int(),
});

/** GET /api/ops/account/sessions — one's own, the newest first. */
export const sessionList = z.object({
  sessions: z.array(
    z.object({
      sessionId: z.string(),
      /** The one that asks. */
      current: z.boolean(),
      openedAtWall: wallInstant.nullable(),
      expiresAtWall: wallInstant,
      agent: z.string().nullable(),
    }),
  ),
});
/** POST /api/ops/account/sessions/end — one of one's own sessions, or all but this. */
export const sessionEnd = z.object({ sessionId: z.string().max(40).optional() });

/** POST /api/ops/account/password */
export const ownPasswordChange = z.object({
  current: z.string().min(1).max(200),
  password: z.string().min(10).max(200),
});

export const ACT_KINDS = [
  'operatorAdded',
  'operatorReset',
  'roleChanged',
  'operatorDisabled',
  'operatorEnabled',
  'passwordChanged',
  'sessionsEnded',
  'catalogueImported',
  'editionPublished',
  'promotionStopped',
  'promotionResumed',
  'clockMoved',
] as const;

/** GET /api/ops/acts?cursor=&kind= — what operators did, newest first. */
export const actList = z.object({
  acts: z.array(
    z.object({
      actId: z.string(),
      kind: z.enum(ACT_KINDS),
      by: z.string(),
      /** Campaign time. */
      at: instant,
      /** Wall time, where it was kept. */
      atWall: wallInstant.nullable(),
      subject: z.string(),
      /** More of it, as words or numbers: the role, the reason, how much. */
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    }),
  ),
  nextCursor: z.string().nullable(),
});
