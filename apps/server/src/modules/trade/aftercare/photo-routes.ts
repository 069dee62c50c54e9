import { casePhoto } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { PHOTO_BYTES_MAX } from '@dacu/engine/aftercare';
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../../platform/http/app-types.ts';
import type { OperatorRole } from '../../base/members/index.ts';
import type { Aftercare } from './index.ts';
import type { AftercareRoutesDeps } from './routes.ts';

const photoId = z.string().min(1).max(40);
const byPurchase = z.object({ purchaseId: z.string().min(1).max(40) });
const STAFF: readonly OperatorRole[] = ['commander', 'service', 'finance'];

/** As `/openapi.json` tells it. */
const UPLOAD = {
  type: 'object',
  required: ['file'],
  properties: {
    file: {
      type: 'string',
      contentMediaType: 'image/jpeg',
      description: `JPEG, PNG or WebP, ${PHOTO_BYTES_MAX} bytes at most; its bytes are looked at, not its name`,
    },
  },
};
const JPEG = { type: 'image/jpeg', description: 'The photo as it is kept: a JPEG without metadata.' };

/**
 * A shopper's photos: POST /api/purchases/:purchaseId/photos (multipart, one `file`) · GET …/photos/:photoId ·
 * Operators of after-sales: GET /api/ops/cases/:caseId/photos/:photoId
 */
export function photoRoutes(app: App, aftercare: Aftercare, { clocks, members }: AftercareRoutesDeps): void {
  // A scope of its own: only this route reads multipart bodies.
  app.register(async (scope: App) => {
    await scope.register(multipart, {
      limits: { files: 1, fileSize: PHOTO_BYTES_MAX, fields: 0, parts: 1 },
    });
    keeping(scope, aftercare, { clocks, members });
  });

  app.get(
    '/api/purchases/:purchaseId/photos/:photoId',
    {
      schema: {
        summary: 'A photo of one’s own',
        description:
          'Only for its shopper, and never kept by anything between. 404 `notFound` once it was erased.',
        tags: ['trade'],
        params: byPurchase.extend({ photoId }),
      },
      config: { refusals: ['notSignedIn', 'notFound'], answers: JPEG },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      return sendPhoto(reply, await aftercare.photo({ shopperId, ...request.params }));
    },
  );

  app.get(
    '/api/ops/cases/:caseId/photos/:photoId',
    {
      schema: {
        summary: 'A photo of a case',
        description:
          'Commander, service and finance; that it was read stays on record. 404 `notFound` once it was erased.',
        tags: ['ops'],
        params: z.object({ caseId: z.string().min(1).max(40), photoId }),
      },
      config: {
        roles: STAFF,
        refusals: ['notSignedIn', 'passwordChangeRequired', 'forbidden', 'notFound'],
        answers: JPEG,
      },
    },
    async (request, reply) => {
      const { name } = await members.requireOperator(request, STAFF);
      return sendPhoto(reply, await aftercare.casePhoto({ by: name, ...request.params }));
    },
  );
}

function keeping(app: App, aftercare: Aftercare, { clocks, members }: AftercareRoutesDeps): void {
  app.post(
    '/api/purchases/:purchaseId/photos',
    {
      schema: {
        summary: 'Keeps a photo that a case may be asked for with',
        description:
          'JPEG, PNG or WebP by its bytes, 12 MiB and 50 million pixels at most, the shorter side 64 pixels or more. It is encoded anew at 2 048 pixels: nothing else of the file is kept, neither place nor device. The same file twice is one photo. Erased after a day unless a case has it, else ninety days after the case ended. 413 `bodyTooLarge`, 409 `photosTooMany` with 24 of one purchase. Thirty a minute.',
        tags: ['trade'],
        consumes: ['multipart/form-data'],
        params: byPurchase,
        response: { 201: casePhoto },
      },
      config: {
        rateLimit: { burst: 12, perMinute: 30 },
        refusals: [
          ...(['notSignedIn', 'notFound', 'notPaid', 'bodyTooLarge', 'overloaded'] as const),
          ...(['photoKind', 'photoPixels', 'photoDamaged', 'photosTooMany'] as const),
        ],
        takes: { type: 'multipart/form-data', schema: UPLOAD },
      },
      onRequest: async (request) => {
        await members.requireShopper(request);
      },
    },
    async (request, reply) => {
      const { shopperId } = await members.requireShopper(request);
      const answer = await aftercare.keepPhoto({
        ...{ at: clocks.campaign.now(), shopperId, purchaseId: request.params.purchaseId },
        file: await fileOf(request),
      });
      if (answer.kind === 'refused') throw new Refusal(answer.code);
      reply.code(201);
      return answer.photo;
    },
  );
}

async function fileOf(request: FastifyRequest): Promise<Buffer> {
  const part = request.isMultipart() ? await request.file() : undefined;
  if (part === undefined)
    throw new Refusal('invalidRequest', {
      errors: [{ place: 'body.file', found: '—', allowed: 'multipart/form-data' }],
    });
  return part.toBuffer();
}

function sendPhoto(reply: FastifyReply, photo: Buffer | null): FastifyReply {
  if (photo === null) throw new Refusal('notFound');
  return reply
    .type('image/jpeg')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', 'inline; filename="photo.jpg"')
    .send(photo);
}
