import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWebBench, type WebBench } from './web-test-bench.ts';

type Schema = Readonly<Record<string, unknown>>;
type Parameter = { name: string; in: string; required?: boolean; schema?: Schema };
type Answer = { description?: string; content?: Record<string, { schema?: Schema }> };
type Operation = {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, Answer>;
  security?: Record<string, string[]>[];
};
type Document = {
  openapi: string;
  info: { title?: string; version?: string };
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, { type: string }> };
};

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const JSON_TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'];
/** What OpenAPI 3.0 said otherwise than JSON Schema 2020-12, which 3.1 takes whole. */
const GONE = ['nullable', 'exclusiveMinimum:boolean', 'exclusiveMaximum:boolean', 'x-nullable'];

let bench: WebBench;
let document: Document;
let operations: [string, Operation][];

beforeAll(async () => {
  bench = await openWebBench();
  document = (await bench.app.inject('/openapi.json')).json();
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
});
afterAll(() => bench?.close());

/** Calls back for every schema below this one, with the name of the property that it describes. */
function walk(schema: unknown, where: string, visit: (schema: Schema, where: string, name: string) => void) {
  const inner = (node: unknown, at: string, name: string): void => {
    if (typeof node === 'boolean') return;
    expect(node, at).toBeTypeOf('object');
    const found = node as Schema;
    visit(found, at, name);
    for (const [key, child] of Object.entries((found.properties ?? {}) as Schema))
      inner(child, `${at}.${key}`, key);
    for (const list of ['anyOf', 'oneOf', 'allOf', 'prefixItems'])
      for (const child of (found[list] ?? []) as unknown[]) inner(child, at, name);
    for (const key of ['items', 'additionalProperties', 'propertyNames', 'not'])
      if (found[key] !== undefined) inner(found[key], `${at}[]`, key === 'items' ? name : '');
  };
  inner(schema, where, '');
}

function schemasOf(operation: Operation): [string, unknown][] {
  const bodies = [
    operation.requestBody,
    ...Object.values(operation.responses),
    ...(operation.parameters ?? []).map(({ name, schema }) => ({ content: { [name]: { schema } } })),
  ];
  return bodies.flatMap((body) =>
    Object.entries(body?.content ?? {}).map(([type, { schema }]): [string, unknown] => [type, schema]),
  );
}

describe('the description of the API', () => {
  test('has every route of the running application, and no other', () => {
    const served = [...bench.app.routeList]
      .filter(([name, { hidden }]) => !hidden && !/^(HEAD|OPTIONS) /.test(name))
      .map(([name]) => name);
    expect(operations.map(([name]) => name).sort()).toEqual(served.sort());
    expect(operations.length).toBeGreaterThanOrEqual(40);
  });

  test('says of every operation what it does, where it belongs and what it answers', () => {
    const tags = document.tags.map(({ name }) => name);
    const summaries = operations.map(([, { summary }]) => summary);
    expect(new Set(summaries).size).toBe(operations.length);
    for (const [name, operation] of operations) {
      expect(operation.summary?.length ?? 0, `${name} summary`).toBeGreaterThan(8);
      expect(operation.description?.length ?? 0, `${name} description`).toBeGreaterThan(30);
      expect(operation.tags, name).toHaveLength(1);
      expect(tags, name).toContain(operation.tags![0]);
      const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      expect(good, `${name} has one 2xx answer`).toHaveLength(1);
      const [, answer] = good[0]!;
      expect(answer.description, name).not.toBe('Default Response');
      for (const { schema } of Object.values(answer.content!))
        expect(Object.keys(schema ?? {}).length, `${name} has a schema`).toBeGreaterThan(0);
    }
  });

  test('lists the refusals of every API route as problems, with their codes by status', () => {
    for (const [name, { responses }] of operations) {
      for (const [status, answer] of Object.entries(responses)) {
        if (status.startsWith('2')) continue;
        expect(Object.keys(answer.content!), `${name} ${status}`).toEqual(['application/problem+json']);
        expect(answer.description, `${name} ${status}`).toMatch(/^`\w+`: \S/);
      }
      if (!name.includes(' /api/')) continue;
      const expected = ['400', '429', '500', '503', ...(name.startsWith('GET') ? [] : ['403', '413'])];
      expect(Object.keys(responses), name).toEqual(expect.arrayContaining(expected));
      if (name.includes(' /api/ops/') && !/ops\/session$/.test(name))
        expect(responses['401']?.description, name).toContain('notSignedIn');
    }
  });

  test('says fen of every amount, and epoch ms and which clock of every instant', () => {
    let amounts = 0;
    let instants = 0;
    for (const [name, operation] of operations) {
      for (const [, schema] of schemasOf(operation)) {
        walk(schema, name, (found, where, property) => {
          if (found.type !== 'integer') return;
          const words = String(found.description ?? '');
          if (/(^fen|Fen)$/.test(property)) {
            amounts += 1;
            expect(words, where).toMatch(/fen/);
          }
          if (/(^at|At|AtWall|Until|^to|^asOf)$/.test(property)) {
            instants += 1;
            expect(words, where).toMatch(/^Epoch ms of (campaign|wall) time/);
            if (/wall/i.test(property)) expect(words, where).toContain('wall');
          }
        });
      }
    }
    expect(amounts).toBeGreaterThan(50);
    expect(instants).toBeGreaterThan(30);
  });

  test('is OpenAPI 3.1: paths, parameters, bodies, answers, references and security fit together', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info.title && document.info.version).toBeTruthy();
    expect(new Set(document.tags.map(({ name }) => name)).size).toBe(document.tags.length);
    for (const [path, item] of Object.entries(document.paths)) {
      expect(path).toMatch(/^(\/([\w.~-]|\{\w+\})*)+$/);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const [method, operation] of Object.entries(item)) {
        const name = `${method} ${path}`;
        expect(METHODS, name).toContain(method);
        const parameters = operation.parameters ?? [];
        const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
        expect(new Set(keys).size, `${name} names no parameter twice`).toBe(keys.length);
        const declared = parameters.filter((parameter) => parameter.in === 'path');
        expect(declared.map((parameter) => parameter.name).sort(), name).toEqual([...inPath].sort());
        for (const parameter of parameters) {
          expect(['path', 'query', 'header', 'cookie'], name).toContain(parameter.in);
          expect(parameter.schema, `${name} ${parameter.name}`).toBeDefined();
          if (parameter.in === 'path') expect(parameter.required, name).toBe(true);
        }
        if (method === 'get' || method === 'delete') expect(operation.requestBody, name).toBeUndefined();
        for (const [status, answer] of Object.entries(operation.responses)) {
          expect(status, name).toMatch(/^[1-5]\d\d$/);
          expect(answer.description, `${name} ${status}`).toBeTruthy();
        }
        for (const need of (operation.security ?? []).flatMap(Object.keys))
          expect(document.components.securitySchemes, name).toHaveProperty(need);
      }
    }
  });

  test('has JSON Schemas of draft 2020-12 only', () => {
    const roots = [
      ...Object.entries(document.components.schemas),
      ...operations.flatMap(([name, operation]) =>
        schemasOf(operation).map(([type, schema]): [string, unknown] => [`${name} ${type}`, schema]),
      ),
    ];
    for (const [name, root] of roots) {
      walk(root, name, (schema, where) => {
        for (const type of [schema.type ?? []].flat()) expect(JSON_TYPES, where).toContain(type);
        for (const word of GONE) {
          const [key, kind] = word.split(':');
          if (kind === undefined) expect(schema, where).not.toHaveProperty(key!);
          else expect(typeof schema[key!], where).not.toBe(kind);
        }
        if (schema.$ref !== undefined) {
          const parts = /^#\/components\/schemas\/(.+)$/.exec(String(schema.$ref));
          expect(document.components.schemas, where).toHaveProperty(parts?.[1] ?? 'nothing');
        }
        for (const required of (schema.required ?? []) as string[])
          expect((schema.properties ?? {}) as Schema, where).toHaveProperty([required]);
        if (typeof schema.pattern === 'string')
          expect(() => new RegExp(String(schema.pattern), 'u'), where).not.toThrow();
        if (schema.enum !== undefined) expect((schema.enum as unknown[]).length, where).toBeGreaterThan(0);
      });
    }
  });

  test('names the headers that writes need', () => {
    const headers = (path: string) =>
      (document.paths[path]?.post?.parameters ?? [])
        .filter((one) => one.in === 'header')
        .map((one) => one.name);
    expect(headers('/api/purchases')).toEqual(['Idempotency-Key']);
    expect(headers('/api/flash/{activityId}/orders')).toEqual(['Idempotency-Key']);
    expect(headers('/api/purchases/{purchaseId}/returns')).toEqual(['Idempotency-Key']);
    expect(headers('/api/payments/sandbox/notify')).toEqual(['sandbox-signature']);
  });
});
