import { type OpsPasskeys, opsPasskeys, passkeyList, passkeyResetRequest } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { stateOfReset } from '@dacu/engine/risk';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../../../platform/http/app-types.ts';
import type { Members } from '../index.ts';
import type { OperatorRole } from '../operators.ts';
import type { ResetRow } from './reset-store.ts';
import type { PasskeyRoutesDeps } from './routes.ts';

const byShopper = z.object({ shopperId: z.string().min(1).max(40) });
/** Who talks to shoppers, and who answers for all. */
const SUPPORT = ['commander', 'service'] as const satisfies readonly OperatorRole[];
const SUPPORT_REFUSALS = ['notSignedIn', 'passwordChangeRequired', 'forbidden', 'notFound'] as const;
const ASKING = { burst: 10, perMinute: 10 };

export type ResetRoutesDeps = PasskeyRoutesDeps & {
  /** The account's own list, as every change of it answers. */
  view(request: FastifyRequest): Promise<z.input<typeof passkeyList>>;
};

/**
 * Operators: GET /api/ops/shoppers/:shopperId/passkeys · POST, DELETE /api/ops/shoppers/:shopperId/passkey-reset.
 * Shoppers: DELETE /api/passkey-reset.
 */
export function passkeyResetRoutes(app: App, members: Members, deps: ResetRoutesDeps): void {
  const view = async (shopperId: string): Promise<OpsPasskeys> => {
    if (!(await members.shoppers.exists(shopperId))) throw new Refusal('notFound');
    const [passkeys, ways, reset] = await Promise.all([
      members.passkeys.list(shopperId),
      deps.waysOf(shopperId),
      members.passkeyResets.lastOf(shopperId),
    ]);
    const used = passkeys.map(({ lastUsedAtWall }) => lastUsedAtWall ?? 0);
    const shown = reset === null ? null : present(reset, deps.clocks.wall.now());
    return {
      ...{ shopperId, passkeys: passkeys.length, ways: [...ways] },
      lastUsedAtWall: Math.max(0, ...used) || null,
      mayReset: ways.length === 1 && ways[0] === 'passkey' && shown?.state !== 'waiting',
      reset: shown,
    };
  };
  opsRoutes(app, members, view);

  app.delete(
    '/api/passkey-reset',
    {
      schema: {
        summary: 'Stops the reset of this account’s passkeys that waits',
        description:
          'Any session of the account may, also one that is not fresh: stopping leaves everything as it is. 404 where none waits.',
        tags: ['shop'],
        response: { 200: passkeyList },
      },
      config: { rateLimit: ASKING, refusals: ['notSignedIn', 'notFound', 'rateLimited'] },
    },
    async (request) => {
      const { shopperId } = await members.requireSession(request);
      if (!(await members.passkeyResets.stopByShopper(shopperId))) throw new Refusal('notFound');
      return deps.view(request);
    },
  );
}

function opsRoutes(app: App, members: Members, view: (shopperId: string) => Promise<OpsPasskeys>): void {
  app.get(
    '/api/ops/shoppers/:shopperId/passkeys',
    {
      schema: {
        summary: 'How an account is guarded, and the last reset of its passkeys',
        description:
          'Service and commander. Counts and instants alone; names of passkeys stay with their owner.',
        tags: ['ops'],
        params: byShopper,
        response: { 200: opsPasskeys },
      },
      config: { roles: [...SUPPORT], refusals: [...SUPPORT_REFUSALS] },
    },
    async (request) => {
      await members.requireOperator(request, SUPPORT);
      return view(request.params.shopperId);
    },
  );

  app.post(
    '/api/ops/shoppers/:shopperId/passkey-reset',
    {
      schema: {
        summary: 'Asks for a reset of a shopper’s passkeys',
        description:
          'For who lost all of them and can be asked in no other way (409 `passkeyResetNotNeeded` otherwise). It takes effect after 72 hours of real time, told to the shopper wherever the account is open; the shopper, support, or one use of any passkey stops it. Afterwards a session of the account may add a new one; single payments stay below ¥5,000 for seven days. Written to what was done, with its reason (10 to 500 characters). 409 `passkeyResetWaiting` where one waits already.',
        tags: ['ops'],
        params: byShopper,
        body: passkeyResetRequest,
        response: { 201: opsPasskeys },
      },
      config: {
        roles: [...SUPPORT],
        act: { zh: '重置会员的通行密钥', en: 'Reset a shopper’s passkeys' },
        refusals: [...SUPPORT_REFUSALS, 'passkeyResetNotNeeded', 'passkeyResetWaiting'],
      },
    },
    async (request, reply) => {
      const { name } = await members.requireOperator(request, SUPPORT);
      const { shopperId } = request.params;
      const { mayReset, reset, ways } = await view(shopperId);
      if (reset?.state === 'waiting') throw new Refusal('passkeyResetWaiting');
      if (!mayReset) throw new Refusal('passkeyResetNotNeeded', { ways });
      const { reason } = request.body;
      const asked = await members.passkeyResets.ask({ shopperId, by: name, reason });
      if (asked.kind === 'waiting') throw new Refusal('passkeyResetWaiting');
      if (asked.kind === 'none') throw new Refusal('passkeyResetNotNeeded', { ways: [] });
      reply.code(201);
      return view(shopperId);
    },
  );

  app.delete(
    '/api/ops/shoppers/:shopperId/passkey-reset',
    {
      schema: {
        summary: 'Stops a reset of a shopper’s passkeys that waits',
        description: 'Service and commander. 404 where none waits: one that took effect is not undone.',
        tags: ['ops'],
        params: byShopper,
        response: { 200: opsPasskeys },
      },
      config: {
        roles: [...SUPPORT],
        act: { zh: '撤回通行密钥重置', en: 'Stop a reset of passkeys' },
        refusals: [...SUPPORT_REFUSALS],
      },
    },
    async (request) => {
      const { name } = await members.requireOperator(request, SUPPORT);
      const { shopperId } = request.params;
      if (!(await members.passkeyResets.stopByOperator({ shopperId, by: name })))
        throw new Refusal('notFound');
      return view(shopperId);
    },
  );
}

function present(reset: ResetRow, nowWall: number): NonNullable<OpsPasskeys['reset']> {
  const { askedBy, reason, askedAtWall, effectiveAtWall, stoppedAtWall, stoppedBy } = reset;
  const state = stateOfReset(reset, nowWall);
  return { state, askedBy, reason, askedAtWall, effectiveAtWall, stoppedAtWall, stoppedBy };
}
