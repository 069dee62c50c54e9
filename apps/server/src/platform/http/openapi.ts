import { ERRORS, type ErrorCode } from '@dacu/contract/errors';
import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { App } from './app-types.ts';

/** Any route may answer with these, whatever it does. */
const ALWAYS: readonly ErrorCode[] = [
  'invalidRequest',
  'rateLimited',
  'internal',
  'outcomeUnknown',
  'starting',
];
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457 problem; the codes and their words are listed in docs/errors.md',
  required: ['type', 'title', 'status', 'code', 'detail', 'words'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(ERRORS) },
    detail: { type: 'string' },
    words: {
      type: 'object',
      required: ['zh', 'en'],
      properties: { zh: { type: 'string' }, en: { type: 'string' } },
    },
    requestId: { type: 'string' },
    errors: { type: 'array', items: {} },
  },
};

type Operation = { responses?: Record<string, unknown> };

/** Describes every route in OpenAPI 3.1 at `/openapi.json`; refusals come from `config.refusals` of the route. */
export async function describeApi(app: App, version: string): Promise<void> {
  const refusals = new Map<string, readonly ErrorCode[]>();
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat())
      refusals.set(`${method} ${pathOf(route.url)}`, [...(route.config?.refusals ?? [])]);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Dacu',
        version,
        description:
          'Plans, rehearses, runs and reviews a mega-sale. Amounts are whole fen, instants epoch milliseconds of campaign time unless a field says wall time.',
      },
      components: {
        schemas: { Problem: PROBLEM_SCHEMA as never },
        securitySchemes: {
          shopper: { type: 'apiKey', in: 'cookie', name: 'dacu_shopper' },
          operator: { type: 'apiKey', in: 'cookie', name: 'dacu_operator' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('the description must be OpenAPI');
      const described = document.openapiObject;
      for (const [path, item] of Object.entries(described.paths ?? {})) {
        for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
          const verb = method.toUpperCase();
          addRefusals(operation, verb, refusals.get(`${verb} ${path}`) ?? []);
        }
      }
      return described;
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

function addRefusals(operation: Operation, verb: string, own: readonly ErrorCode[]): void {
  const codes = new Set<ErrorCode>([
    ...own,
    ...ALWAYS,
    ...(WRITES.has(verb) ? (['originRefused'] as const) : []),
  ]);
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status);
  operation.responses ??= {};
  for (const [status, group] of byStatus) {
    operation.responses[String(status)] ??= {
      description: group.map((code) => `\`${code}\`: ${ERRORS[code].operator.en}`).join(' · '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
}

/** `/api/x/:id` as OpenAPI writes it. */
function pathOf(url: string): string {
  return url.replace(/:([A-Za-z0-9_]+)/g, '{$1}');
}
