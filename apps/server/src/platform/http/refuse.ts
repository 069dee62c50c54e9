import { ERRORS, type ErrorCode, type Problem, problem, Refusal } from '@dacu/contract/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { InvalidInput } from './validate.ts';

export const RETRY_SECONDS = 2;

/** The request that was refused: its id, and the pattern of its route. */
export type Asked = { readonly id: string; readonly route: string | undefined };
type Refused = { readonly status: number; readonly body: string };

/** Words refusals: a problem as it is, or whatever was thrown, which is counted and, if it is no refusal, logged. */
export type Refuser = {
  (document: Problem, asked: Asked): Refused;
  thrown(error: unknown, asked: Asked): Refused;
};

/**
 * Turns whatever was thrown into an RFC 9457 problem. Expected refusals keep their words; everything unknown becomes
 * `internal`: the log gets the error, the caller only the request id.
 */
export function createRefuser(parts: { readonly log: Log; readonly metrics: Metrics }): Refuser {
  const worded = (document: Problem, { id }: Asked): Refused => ({
    status: document.status,
    body: JSON.stringify({ ...document, requestId: id }),
  });
  return Object.assign(worded, {
    thrown(error: unknown, asked: Asked): Refused {
      const document = toProblem(error);
      if (document.code === 'internal')
        parts.log.error({ err: error, requestId: asked.id, route: asked.route }, 'request failed');
      parts.metrics.httpRefused.inc({ code: document.code });
      return worded(document, asked);
    },
  });
}

export function createErrorHandler(refuser: Refuser) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    send(reply, refuser.thrown(error, { id: request.id, route: request.routeOptions.url }));
  };
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, document: Problem): void {
  send(reply, { status: document.status, body: JSON.stringify({ ...document, requestId: request.id }) });
}

function send(reply: FastifyReply, { status, body }: Refused): void {
  if (status === 503) reply.header('retry-after', RETRY_SECONDS);
  reply.code(status).type('application/problem+json; charset=utf-8').send(body);
}

function toProblem(error: unknown): Problem {
  if (error instanceof Refusal) return problem(error.code, error.extra);
  if (error instanceof InvalidInput) return problem('invalidRequest', { errors: error.findings });
  if (carriesCode(error)) return problem(error.code);
  const fastifyCode = (error as Partial<FastifyError>).code ?? '';
  if (fastifyCode === 'FST_ERR_CTP_BODY_TOO_LARGE' || fastifyCode === 'FST_REQ_FILE_TOO_LARGE')
    return problem('bodyTooLarge');
  const status = (error as Partial<FastifyError>).statusCode ?? 500;
  // 403 is the file server's word for a path it will not look at.
  if (status === 404 || status === 403) return problem('notFound');
  // What is left of 4xx are Fastify's own findings on the request: broken JSON, a wrong media type.
  if (status >= 400 && status < 500)
    return problem('invalidRequest', {
      errors: [{ place: 'request', found: fastifyCode, allowed: (error as Error).message }],
    });
  return problem('internal');
}

/** Errors of our adapters (lane, database) name the registry code they mean; nobody else's codes are in that list. */
function carriesCode(error: unknown): error is { readonly code: ErrorCode } {
  return error instanceof Error && 'code' in error && Object.hasOwn(ERRORS, String(error.code));
}
