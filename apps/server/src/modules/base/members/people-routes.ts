import {
  disabling,
  invitation,
  ownPasswordChange,
  peopleList,
  personAdd,
  roleChange,
  sessionEnd,
  sessionList,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from './index.ts';
import { OPERATOR_COOKIE, type OperatorRole } from './operators.ts';
import type { PeopleRefusal } from './people.ts';

const SIGNED_IN = ['notSignedIn', 'passwordChangeRequired'] as const;
const COMMANDER: readonly OperatorRole[] = ['commander'];
const done = z.object({ ok: z.literal(true) });
const byId = z.object({ operatorId: z.string().min(1).max(40) });
const GUESSES = { burst: 10, perMinute: 10 };

/**
 * GET, POST /api/ops/people · POST /api/ops/people/:operatorId/{role,disabled,reset} — the commander changes, everybody
 * reads. /api/ops/account/* is one's own.
 */
export function peopleRoutes(app: App, members: Members): void {
  listing(app, members);
  changing(app, members);
  account(app, members);
}

/** The value, or the refusal as the answer. */
function unlessRefused<T extends { readonly kind: string }>(outcome: T | PeopleRefusal): T {
  if (outcome.kind === 'refused') throw new Refusal((outcome as PeopleRefusal).reason);
  return outcome as T;
}

function listing(app: App, members: Members): void {
  app.get(
    '/api/ops/people',
    {
      schema: {
        summary: 'Operators, their roles and whether they can sign in',
        description: 'Any operator. By name; who left stays in the list as `disabled`.',
        tags: ['ops'],
        response: { 200: peopleList },
      },
      config: { refusals: [...SIGNED_IN] },
    },
    async (request) => {
      await members.requireOperator(request);
      return { people: await members.people.list() };
    },
  );

  app.post(
    '/api/ops/people',
    {
      schema: {
        summary: 'Adds an operator',
        description:
          'Commander. Answers a one-time password that stands nowhere else; it works once, and its owner then chooses a password. 409 `nameTaken`, also for the name of somebody disabled.',
        tags: ['ops'],
        body: personAdd,
        response: { 200: invitation },
      },
      config: {
        roles: COMMANDER,
        act: { zh: '添加人员', en: 'Add operators' },
        refusals: [...SIGNED_IN, 'forbidden', 'nameTaken'],
      },
    },
    async (request, reply) => {
      const actor = await members.requireOperator(request, COMMANDER);
      reply.header('cache-control', 'no-store');
      return unlessRefused(await members.people.add(actor, request.body));
    },
  );
}

function changing(app: App, members: Members): void {
  const refusals = [...SIGNED_IN, 'forbidden', 'notFound', 'ownAccount', 'lastCommander'] as const;
  const { people } = members;

  app.post(
    '/api/ops/people/:operatorId/role',
    {
      schema: {
        summary: 'Gives an operator another role',
        description:
          'Commander. Holds from their next request on. 409 `ownAccount` for oneself, `lastCommander` when nobody could command any more.',
        tags: ['ops'],
        params: byId,
        body: roleChange,
        response: { 200: done },
      },
      config: {
        roles: COMMANDER,
        act: { zh: '更改人员角色', en: 'Change the role of operators' },
        refusals: [...refusals],
      },
    },
    async (request) => {
      const actor = await members.requireOperator(request, COMMANDER);
      unlessRefused(await people.changeRole(actor, request.params.operatorId, request.body.role));
      return { ok: true as const };
    },
  );

  app.post(
    '/api/ops/people/:operatorId/disabled',
    {
      schema: {
        summary: 'Disables an operator, or lets them in again',
        description:
          'Commander. Disabling ends their sessions at once; what they did keeps their name. 409 `ownAccount` for oneself, `lastCommander` when nobody could command any more.',
        tags: ['ops'],
        params: byId,
        body: disabling,
        response: { 200: done },
      },
      config: {
        roles: COMMANDER,
        act: { zh: '停用或启用人员', en: 'Disable operators, or let them in again' },
        refusals: [...refusals],
      },
    },
    async (request) => {
      const actor = await members.requireOperator(request, COMMANDER);
      unlessRefused(await people.setDisabled(actor, request.params.operatorId, request.body.disabled));
      return { ok: true as const };
    },
  );

  app.post(
    '/api/ops/people/:operatorId/reset',
    {
      schema: {
        summary: 'Gives somebody who forgot a new one-time password',
        description:
          'Commander. Their password and sessions end at once; the role stays. 409 `ownAccount` for oneself.',
        tags: ['ops'],
        params: byId,
        response: { 200: invitation },
      },
      config: {
        roles: COMMANDER,
        act: { zh: '重置他人密码', en: 'Reset the password of others' },
        refusals: [...SIGNED_IN, 'forbidden', 'notFound', 'ownAccount'],
      },
    },
    async (request, reply) => {
      const actor = await members.requireOperator(request, COMMANDER);
      reply.header('cache-control', 'no-store');
      return unlessRefused(await people.reset(actor, request.params.operatorId));
    },
  );
}

function account(app: App, members: Members): void {
  const { people } = members;
  const tokenOf = (request: FastifyRequest) => request.cookies[OPERATOR_COOKIE] ?? '';

  app.get(
    '/api/ops/account/sessions',
    {
      schema: {
        summary: 'One’s own open sessions',
        description: 'The newest first, with when and from what browser each was opened.',
        tags: ['ops'],
        response: { 200: sessionList },
      },
      config: { refusals: [...SIGNED_IN] },
    },
    async (request) => {
      const { operatorId } = await members.requireOperator(request);
      return { sessions: await people.sessions(tokenOf(request), operatorId) };
    },
  );

  app.post(
    '/api/ops/account/sessions/end',
    {
      schema: {
        summary: 'Ends one of one’s own sessions, or all but this one',
        description: 'At once, on every node. A session that is not one’s own is not found and nothing ends.',
        tags: ['ops'],
        body: sessionEnd,
        response: { 200: z.object({ ended: z.number().int() }) },
      },
      config: {
        act: { zh: '结束自己的其他登录', en: 'End one’s own other sessions' },
        refusals: [...SIGNED_IN],
      },
    },
    async (request) => {
      const actor = await members.requireOperator(request);
      return { ended: await people.endSessions(tokenOf(request), actor, request.body.sessionId ?? null) };
    },
  );

  app.post(
    '/api/ops/account/password',
    {
      schema: {
        summary: 'Changes one’s own password',
        description:
          '10 to 200 characters. The current one is asked for, ten times a minute at most; every other session ends. 422 `passwordWrong` when it is not that.',
        tags: ['ops'],
        body: ownPasswordChange,
        response: { 200: done },
      },
      config: {
        rateLimit: GUESSES,
        act: { zh: '更改自己的密码', en: 'Change one’s own password' },
        refusals: [...SIGNED_IN, 'passwordWrong', 'rateLimited'],
      },
    },
    async (request) => {
      const actor = await members.requireOperator(request);
      const { current, password } = request.body;
      const changed = await people.changePassword(tokenOf(request), actor, { current, next: password });
      if (!changed) throw new Refusal('passwordWrong');
      return { ok: true as const };
    },
  );
}
