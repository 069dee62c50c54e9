import { problem } from '@dacu/contract/errors';
import { z } from 'zod';
import type { Metrics } from '../metrics.ts';
import type { App, OperatorGuard } from './app-types.ts';
import { sendProblem } from './refuse.ts';

export type Readiness = {
  /** Null when this node may get traffic, else why not. */
  notReady(): Promise<string | null>;
};

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** `/healthz` (the process lives), `/readyz` (send it traffic), `/metrics` (Prometheus, for this machine and operators). */
export function healthRoutes(
  app: App,
  parts: { readonly metrics: Metrics; readonly readiness: Readiness; readonly isOperator: OperatorGuard },
): void {
  app.get(
    '/healthz',
    {
      schema: {
        tags: ['health'],
        summary: 'The process is alive; says nothing of the database',
        description: 'For a supervisor: restart the process when it does not answer.',
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        tags: ['health'],
        summary: 'This node may get traffic: migrated, database answering, not draining; otherwise 503',
        description:
          'For a load balancer: `reason` says why not. A node that drains answers 503 at once and finishes what it has begun.',
        response: { 200: z.object({ status: z.literal('ready') }) },
      },
      config: { refusals: ['starting'] },
    },
    async (request, reply) => {
      const reason = await parts.readiness.notReady();
      if (reason === null) return { status: 'ready' as const };
      sendProblem(request, reply, problem('starting', { reason }));
      return reply;
    },
  );

  app.get(
    '/metrics',
    {
      schema: {
        tags: ['health'],
        summary: 'Prometheus text; from this machine itself, or for a signed-in operator',
        description:
          '403 `forbidden` for anybody else, and for this machine when it speaks for somebody (X-Forwarded-For).',
      },
      config: {
        refusals: ['forbidden'],
        answers: { type: 'text/plain; version=0.0.4; charset=utf-8', description: 'Prometheus text format' },
      },
    },
    async (request, reply) => {
      // A proxy on this machine also comes from loopback, but names whom it speaks for.
      const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
      const local = forwarded === undefined && LOOPBACK.has(request.socket.remoteAddress ?? '');
      if (!local && !(await parts.isOperator(request))) {
        sendProblem(request, reply, problem('forbidden'));
        return reply;
      }
      return reply.type(parts.metrics.registry.contentType).send(await parts.metrics.registry.metrics());
    },
  );
}
