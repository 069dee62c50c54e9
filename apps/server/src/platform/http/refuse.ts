import { ERRORS, type ErrorCode, type Problem, problem, Refusal } from '@dacu/contract/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { InvalidInput } from './validate.ts';

const RETRY_SECONDS = 2;

/**
 * Turns whatever a handler threw into an RFC 9457 problem. Expected refusals keep their words; everything unknown
 * becomes `internal`: the log gets the error, the caller only the request id.
 */
export function createErrorHandler(parts: { readonly log: Log; readonly metrics: Metrics }) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    const document = toProblem(error);
    if (document.code === 'internal')
      parts.log.error(
        { err: error, requestId: request.id, route: request.routeOptions.url },
        'request failed',
      );
    parts.metrics.httpRefused.inc({ code: document.code });
    sendProblem(request, reply, document);
  };
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, document: Problem): void {
  if (document.status === 503) reply.header('retry-after', RETRY_SECONDS);
  reply
    .code(document.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...document, requestId: request.id }));
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
