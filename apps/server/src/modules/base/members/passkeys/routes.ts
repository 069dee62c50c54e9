import {
  type PasskeyResetNotice,
  passkeyAdd,
  passkeyList,
  passkeyOptions,
  passkeyOptionsRequest,
  passkeyRename,
} from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { type CheckWay, PASSKEY_RESET_TERMS, type PasskeyReset, stateOfReset } from '@dacu/engine/risk';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { App } from '../../../../platform/http/app-types.ts';
import type { Members } from '../index.ts';
import { PASSKEYS_MAX } from './create-passkeys.ts';
import { requireOrigin } from './require-origin.ts';
import { passkeyResetRoutes } from './reset-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';

const byPasskey = z.object({ passkeyId: z.string().min(1).max(40) });
/** People add one, not dozens; each try leaves a challenge behind for five minutes. */
const ADDING = { burst: 10, perMinute: 10 };
const CHANGING = { burst: 20, perMinute: 30 };

export type PasskeyRoutesDeps = {
  /** How this account can show that it is theirs; the floor above knows about phones. */
  readonly waysOf: (shopperId: string) => Promise<readonly CheckWay[]>;
  readonly clocks: Clocks;
};

/** GET, POST /api/passkeys · POST /api/passkeys/options · PUT, DELETE /api/passkeys/:passkeyId. */
export function passkeyRoutes(app: App, members: Members, deps: PasskeyRoutesDeps): void {
  const view = async (request: FastifyRequest) => {
    const { shopperId, freshUntilWall } = await members.requireSession(request);
    const [passkeys, ways, reset, limitedUntilWall] = await Promise.all([
      members.passkeys.list(shopperId),
      deps.waysOf(shopperId),
      members.passkeyResets.lastOf(shopperId),
      members.passkeyResets.limitedUntil(shopperId),
    ]);
    const origin = members.passkeys.originFor(request);
    return {
      ...{ passkeys, passkeysMax: PASSKEYS_MAX, origin, ways: [...ways] },
      freshUntilWall: freshUntilWall ?? (passkeys.length === 0 ? limitedUntilWall : null),
      reset: reset && noticeOf(reset, deps.clocks.wall.now()),
    };
  };
  /** A session that was left open or taken is not enough to add a passkey, nor to take one away. */
  const requireFresh = async (request: FastifyRequest): Promise<string> => {
    const { shopperId, freshUntilWall } = await members.requireSession(request);
    if (freshUntilWall !== null || (await isEmptied(shopperId))) return shopperId;
    throw new Refusal('sessionNotFresh', { ways: await deps.waysOf(shopperId) });
  };
  /** Support reset what it had, after days in which nobody of the account spoke up: the first new one may be added. */
  const isEmptied = async (shopperId: string): Promise<boolean> =>
    (await members.passkeyResets.limitedUntil(shopperId)) !== null &&
    !(await members.passkeys.usableBy(shopperId));

  app.get(
    '/api/passkeys',
    {
      schema: {
        summary: 'The passkeys of this account',
        description:
          'Newest first. `freshUntilWall` is until when they may be added and removed: ten minutes after the session was opened or a check of it was passed (`POST /api/session-checks`, by one of `ways`). `reset` tells of a reset by support that waits or limits payments; after one, a session of an account without passkeys may add one. `origin` is where passkeys work; a page under another address cannot ask for one.',
        tags: ['shop'],
        response: { 200: passkeyList },
      },
      config: { refusals: ['notSignedIn'] },
    },
    view,
  );
  addingRoutes(app, members, { view, requireFresh });
  passkeyResetRoutes(app, members, { ...deps, view });
  signInRoutes(app, members, deps.clocks);

  app.put(
    '/api/passkeys/:passkeyId',
    {
      schema: {
        summary: 'Names a passkey',
        description: '1 to 40 characters, kept under seal. 404 for one that is not of this account.',
        tags: ['shop'],
        params: byPasskey,
        body: passkeyRename,
        response: { 200: passkeyList },
      },
      config: { rateLimit: CHANGING, refusals: ['notSignedIn', 'notFound', 'rateLimited'] },
    },
    async (request) => {
      const { shopperId } = await members.requireSession(request);
      const { passkeyId } = request.params;
      const renamed = await members.passkeys.rename({ shopperId, passkeyId, name: request.body.name });
      if (!renamed) throw new Refusal('notFound');
      return view(request);
    },
  );

  app.delete(
    '/api/passkeys/:passkeyId',
    {
      schema: {
        summary: 'Removes a passkey',
        description:
          'It confirms nothing from then on; whoever still has it on a device may delete it there. 403 `sessionNotFresh` as for adding one, since a payment is checked less where there is none.',
        tags: ['shop'],
        params: byPasskey,
        response: { 200: passkeyList },
      },
      config: {
        rateLimit: CHANGING,
        refusals: ['notSignedIn', 'sessionNotFresh', 'notFound', 'rateLimited'],
      },
    },
    async (request) => {
      const shopperId = await requireFresh(request);
      const { passkeyId } = request.params;
      if (!(await members.passkeys.remove({ shopperId, passkeyId }))) throw new Refusal('notFound');
      return view(request);
    },
  );
}

/** What a shopper is told of a reset while it waits or payments are limited. */
function noticeOf(reset: PasskeyReset, nowWall: number): PasskeyResetNotice | null {
  const state = stateOfReset(reset, nowWall);
  if (state !== 'waiting' && state !== 'limited') return null;
  const { askedAtWall, effectiveAtWall } = reset;
  const { limitedMs, amountFenFrom } = PASSKEY_RESET_TERMS;
  return {
    ...{ state: state === 'waiting' ? 'waiting' : 'done', askedAtWall, effectiveAtWall },
    ...{ limitedUntilWall: effectiveAtWall + limitedMs, limitFen: amountFenFrom },
  };
}

type Parts = {
  view(request: FastifyRequest): Promise<z.input<typeof passkeyList>>;
  requireFresh(request: FastifyRequest): Promise<string>;
};

function addingRoutes(app: App, members: Members, { view, requireFresh }: Parts): void {
  app.post(
    '/api/passkeys/options',
    {
      schema: {
        summary: 'Starts adding a passkey',
        description:
          'What `navigator.credentials.create` is to be asked for, good for five minutes and one answer. The owner must be verified by the device (fingerprint, face, PIN); passkeys that the account has are left out. 403 `sessionNotFresh` with `ways`, 403 `passkeyOriginRefused` with the `origin` where it works, 409 `passkeysFull` from ten on.',
        tags: ['shop'],
        body: passkeyOptionsRequest,
        response: { 200: passkeyOptions },
      },
      config: {
        rateLimit: ADDING,
        refusals: ['notSignedIn', 'sessionNotFresh', 'passkeyOriginRefused', 'passkeysFull', 'rateLimited'],
      },
    },
    async (request) => {
      const shopperId = await requireFresh(request);
      requireOrigin(members, request);
      const options = await members.passkeys.startAdding({ shopperId, lang: request.body.lang });
      if (options === null) throw new Refusal('passkeysFull');
      return options;
    },
  );

  app.post(
    '/api/passkeys',
    {
      schema: {
        summary: 'Adds the passkey that the authenticator made',
        description:
          'Kept are its public key, counter, transports and whether its platform backs it up; no attestation is asked for. 409 `passkeyOver` when the challenge ran out or was answered before, 422 `passkeyRefused` when what came is not what was asked for, was made elsewhere, without verifying its owner, or is known already.',
        tags: ['shop'],
        body: passkeyAdd,
        response: { 201: passkeyList },
      },
      config: {
        rateLimit: ADDING,
        refusals: [
          'notSignedIn',
          'sessionNotFresh',
          'passkeyOriginRefused',
          'passkeyOver',
          'passkeyRefused',
          'passkeysFull',
          'rateLimited',
        ],
      },
    },
    async (request, reply) => {
      const shopperId = await requireFresh(request);
      const origin = requireOrigin(members, request);
      const { name, created } = request.body;
      const answer = await members.passkeys.add({ shopperId, origin, name, created });
      switch (answer.kind) {
        case 'over':
          throw new Refusal('passkeyOver');
        case 'full':
          throw new Refusal('passkeysFull');
        case 'unproven':
          request.log.warn({ why: answer.why }, 'a passkey was not added');
          throw new Refusal('passkeyRefused');
      }
      reply.code(201);
      return view(request);
    },
  );
}
