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

/** What a form has around its file. */
const FORM_BYTES_MAX = 16 * 1024;

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
          'JPEG, PNG or WebP by its bytes, 12 MiB and 50 million pixels at most, the shorter side 64 pixels or more. It is encoded anew at 2 048 pixels: nothing else of the file is kept, neither place nor device. The same file twice is one photo. Erased after a day unless a case has it, else ninety days after the case ended. 413 `bodyTooLarge`, 409 `photosTooMany` with 24 of one purchase. 503 `overloaded` before anything is read where uploads hold 96 MiB of this node together, or 24 MiB for this shopper. Thirty a minute.',
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
      const { purchaseId } = request.params;
      const bytes = bytesOf(request);
      // Nothing is read for who may not send it: a session costs nothing, a paid order does.
      const refusal = await aftercare.photoRefusal({ shopperId, purchaseId });
      if (refusal !== null) throw new Refusal(refusal);
      const giveBack = aftercare.photoRoom.take(shopperId, bytes);
      if (giveBack === null) throw new Refusal('overloaded');
      try {
        const file = await fileOf(request, bytes);
        const answer = await aftercare.keepPhoto({
          ...{ at: clocks.campaign.now(), shopperId, purchaseId, file },
        });
        if (answer.kind === 'refused') throw new Refusal(answer.code);
        reply.code(201);
        return answer.photo;
      } finally {
        giveBack();
      }
    },
  );
}

/** What a file of this request can have at most, by its own word where it gives one. */
function bytesOf(request: FastifyRequest): number {
  if (!request.isMultipart()) throw noUpload();
  const said = request.headers['content-length'];
  if (Number(said) > PHOTO_BYTES_MAX + FORM_BYTES_MAX) throw new Refusal('bodyTooLarge');
  return said === undefined ? PHOTO_BYTES_MAX : Math.min(Number(said), PHOTO_BYTES_MAX);
}

/** The file of a form, in the room that was taken for it; all of the form is read, whatever becomes of it. */
async function fileOf(request: FastifyRequest, bytesMax: number): Promise<Buffer> {
  // Who went away meanwhile is not waited for: the parser would hear of it no more.
  const part = request.raw.destroyed ? undefined : await request.file();
  if (part === undefined) throw noUpload();
  const file = Buffer.allocUnsafeSlow(bytesMax);
  let length = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) length += chunk.copy(file, length);
  if (part.file.truncated) throw new Refusal('bodyTooLarge');
  return file.subarray(0, length);
}

function noUpload(): Refusal {
  return new Refusal('invalidRequest', {
    errors: [{ place: 'body.file', found: '—', allowed: 'multipart/form-data' }],
  });
}

function sendPhoto(reply: FastifyReply, photo: Buffer | null): FastifyReply {
  if (photo === null) throw new Refusal('notFound');
  return reply
    .type('image/jpeg')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', 'inline; filename="photo.jpg"')
    .send(photo);
}
