import { Refusal } from '@dacu/contract/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BehaviourKind, Members } from '../../base/members/index.ts';

/** Pages that count as steps of a visit; what changes something is noted where it is done. */
const STEPS: Readonly<Record<string, BehaviourKind>> = {
  'GET /api/venue': 'venue',
  'GET /api/products': 'search',
  'GET /api/products/:productId': 'view',
  'PUT /api/favourites/:productId': 'favourite',
};

/**
 * Notes what a visitor looked at, after it was answered and without making anybody wait. The catalogue does not know
 * visitors, so the floor that hears everything writes it down. A request outside a visit leaves no trace.
 */
export function watchBehaviour(app: FastifyInstance, members: Members, now: () => number): void {
  app.addHook('onSend', async (request, reply) => {
    const kind = STEPS[`${request.method} ${request.routeOptions.url ?? ''}`];
    if (kind === undefined || reply.statusCode >= 300) return;
    await note(members, request, kind, now());
  });
}

async function note(
  members: Members,
  request: FastifyRequest,
  kind: BehaviourKind,
  at: number,
): Promise<void> {
  try {
    const { shopperId, visitId, channel } = await members.requireShopper(request);
    if (visitId === null) return;
    const { productId } = (request.params ?? {}) as { productId?: string };
    members.behaviour.record({
      at,
      shopperId,
      visitId,
      kind,
      channel,
      ...(productId === undefined ? {} : { productId }),
    });
  } catch (error) {
    // Nobody is signed in: a page may be looked at all the same.
    if (!(error instanceof Refusal)) throw error;
  }
}
