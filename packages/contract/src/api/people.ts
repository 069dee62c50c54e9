import { z } from 'zod';
import { ACT_KINDS } from './act-kinds.ts';
import { instant, text, wallInstant } from './basics.ts';

/** Operators, what their roles may do, their sessions, and what they did. */

export const operatorRole = z.enum(['commander', 'merchandiser', 'service', 'finance', 'analyst']);
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

const ofInstant = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** GET /api/ops/acts?kind=clockMoved,roleChanged&by=&q=&from=&to=&cursor=&limit= */
export const actsQuery = z.object({
  kind: z
    .string()
    .max(300)
    .transform((words) => words.split(',').filter((word) => word !== ''))
    .pipe(z.array(z.enum(ACT_KINDS)).max(ACT_KINDS.length))
    .optional(),
  /** Part of the name of who did it. */
  by: z.string().max(80).optional(),
  /** Part of whom or what it was done to, of what the record says of it, or of who did it. */
  q: z.string().max(80).optional(),
  /** Campaign time, half-open. */
  from: ofInstant.optional(),
  to: ofInstant.optional(),
  cursor: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** GET /api/ops/acts — what operators did, newest first. */
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
