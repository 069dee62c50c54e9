import { Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import type { Members } from '../index.ts';

/** The origin of this page if passkeys work there; refuses otherwise, saying where they do. */
export function requireOrigin(members: Pick<Members, 'passkeys'>, request: FastifyRequest): string {
  const origin = members.passkeys.originFor(request);
  if (origin === null || request.headers.origin !== origin)
    throw new Refusal('passkeyOriginRefused', { origin });
  return origin;
}
