import { ERRORS, type ErrorCode } from '@dacu/contract/errors';
import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { App, ListedRoute } from './app-types.ts';

export type ApiTag = { readonly name: string; readonly description: string };

/** Any route of the API may answer with these, whatever it does. */
const ALWAYS: readonly ErrorCode[] = [
  'invalidRequest',
  'rateLimited',
  'internal',
  'outcomeUnknown',
  'databaseUnavailable',
];
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457 problem; the codes and their words are listed in docs/errors.md',
  required: ['type', 'title', 'status', 'code', 'detail', 'words'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string', description: 'What happened, for the person on duty' },
    status: { type: 'integer', description: 'The HTTP status again' },
    code: { type: 'string', enum: Object.keys(ERRORS), description: 'Stable; act on this, not on the words' },
    detail: { type: 'string', description: 'What happened, for a shopper, in English' },
    words: {
      type: 'object',
      description: 'The same for a shopper in both languages',
      required: ['zh', 'en'],
      properties: { zh: { type: 'string' }, en: { type: 'string' } },
    },
    requestId: { type: 'string', description: 'Names this request in the log; also the header X-Request-Id' },
    errors: { type: 'array', items: {}, description: 'Every finding, where there can be several' },
  },
};

/** A refusal of this code says that the route wants this header. */
const HEADERS: Partial<Record<ErrorCode, { name: string; description: string }>> = {
  idempotencyKeyMissing: {
    name: 'Idempotency-Key',
    description:
      'Chosen by the client, one for each thing it means to do: a repeat with the same key and body gets the first answer again and does nothing twice (IETF draft Idempotency-Key).',
  },
  signatureInvalid: {
    name: 'sandbox-signature',
    description: 'Ed25519 over timestamp and body, by the provider; five minutes old at most (wall time).',
  },
};
const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait (RFC 9110 §10.2.3)', schema: { type: 'integer' } },
};

type Operation = {
  summary?: string;
  parameters?: unknown[];
  requestBody?: unknown;
  security?: unknown[];
  responses?: Record<string, { description?: string; content?: unknown }>;
};

/** Fills `app.routeList` from here on; to be called before the first route is added. */
export function listRoutes(app: App): void {
  const list = new Map<string, ListedRoute>();
  app.decorate('routeList', list);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat())
      list.set(`${method} ${pathOf(route.url)}`, {
        hidden: (route.schema as { hide?: boolean } | undefined)?.hide === true,
        config: route.config ?? ({} as ListedRoute['config']),
      });
  });
}

/**
 * Describes every route in OpenAPI 3.1 at `/openapi.json`. What stands beside a route is its own: schemas, summary,
 * description, the codes of its refusals. What follows from those is added here: problems by status, the headers and
 * the session that the refusals speak of, bodies that are no JSON.
 */
export async function describeApi(app: App, version: string, tags: readonly ApiTag[]): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Dacu',
        version,
        description:
          'Plans, rehearses, runs and reviews a mega-sale. Amounts are whole fen (¥0.01), rates basis points; instants are epoch ms of campaign time unless a field says wall time; texts are {zh, en}. Refusals are RFC 9457 problems.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [...tags],
      components: {
        schemas: { Problem: PROBLEM_SCHEMA as never },
        securitySchemes: {
          shopper: {
            type: 'apiKey',
            in: 'cookie',
            name: 'dacu_shopper',
            description: 'The guest account of a browser; POST /api/visits opens it',
          },
          operator: {
            type: 'apiKey',
            in: 'cookie',
            name: 'dacu_operator',
            description: 'POST /api/ops/session signs in',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('the description must be OpenAPI');
      const described = document.openapiObject;
      const paths: Record<string, unknown> = {};
      for (const [written, item] of Object.entries(described.paths ?? {})) {
        const path = withoutPattern(written);
        for (const [method, operation] of Object.entries(item as Record<string, Operation>))
          complete(
            operation,
            method.toUpperCase(),
            path,
            app.routeList.get(`${method.toUpperCase()} ${path}`),
          );
        paths[path] = { ...(paths[path] as object | undefined), ...(item as object) };
      }
      described.paths = paths as never;
      return described;
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

function complete(operation: Operation, verb: string, path: string, route: ListedRoute | undefined): void {
  const { refusals: own = [], answers, takes } = route?.config ?? {};
  operation.responses ??= {};
  if (answers)
    operation.responses = {
      200: { description: answers.description, content: { [answers.type]: { schema: { type: 'string' } } } },
    };
  for (const [status, response] of Object.entries(operation.responses))
    if (status.startsWith('2') && response.description === 'Default Response')
      response.description = operation.summary ?? 'Done';
  if (takes) operation.requestBody = { required: true, content: { [takes.type]: { schema: takes.schema } } };
  const headers = own.flatMap((code) => HEADERS[code] ?? []);
  if (headers.length > 0)
    operation.parameters = [
      ...(operation.parameters ?? []),
      ...headers.map((header) => ({ ...header, in: 'header', required: true, schema: { type: 'string' } })),
    ];
  if (own.includes('notSignedIn'))
    operation.security = [{ [path.startsWith('/api/ops/') ? 'operator' : 'shopper']: [] }];
  if (path.startsWith('/api/')) addRefusals(operation, [...own, ...ALWAYS, ...ofWrites(verb)]);
  else addRefusals(operation, own);
}

function ofWrites(verb: string): readonly ErrorCode[] {
  return WRITES.has(verb) ? ['originRefused', 'bodyTooLarge'] : [];
}

function addRefusals(operation: Operation, codes: readonly ErrorCode[]): void {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status);
  operation.responses ??= {};
  const { responses } = operation;
  for (const [status, group] of byStatus) {
    responses[String(status)] ??= {
      description: group.map((code) => `\`${code}\`: ${ERRORS[code].operator.en}`).join(' · '),
      ...(status === 429 || status === 503 ? { headers: RETRY_AFTER } : {}),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
}

/** `/api/x/:id(^\d+)` as OpenAPI writes it: `/api/x/{id}`. */
function pathOf(url: string): string {
  return withoutPattern(url.replace(/:([A-Za-z0-9_]+)/g, '{$1}'));
}

function withoutPattern(path: string): string {
  return path.replace(/(\{[A-Za-z0-9_]+\})\([^)]*\)/g, '$1');
}
