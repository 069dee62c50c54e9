import type { FastifySchemaCompiler } from 'fastify';
import type { ZodError, ZodType } from 'zod';

/** One thing wrong with a request: where, what came, what may come. */
export type InputFinding = { readonly place: string; readonly found: string; readonly allowed: string };

/** A request that does not match its schema; carries every finding, not only the first. */
export class InvalidInput extends Error {
  readonly findings: readonly InputFinding[];
  readonly statusCode = 400;

  constructor(findings: readonly InputFinding[]) {
    super(findings.map((finding) => `${finding.place}: ${finding.allowed}`).join('; '));
    this.findings = findings;
  }
}

const LONGEST_FOUND = 80;
/** Values under these names are personal or secret: an error must not send them back into logs and screens. */
const PRIVATE = /password|phone|recipient|token|line$/i;

export const validatorCompiler: FastifySchemaCompiler<ZodType> = ({ schema, httpPart }) => {
  const part = httpPart === 'querystring' ? 'query' : (httpPart ?? 'request');
  return (data: unknown) => {
    const result = schema.safeParse(data, { reportInput: true });
    if (!result.success) return { error: new InvalidInput(findingsOf(part, result.error)) };
    const place = unstorable(result.data, part);
    if (place === null) return { value: result.data };
    return {
      error: new InvalidInput([{ place, found: '…', allowed: 'text without NUL or broken characters' }]),
    };
  };
};

/**
 * Where a text stands that no table can hold: NUL, or half of a surrogate pair. PostgreSQL would refuse the statement,
 * and with it the whole batch of the lane that the request rode in.
 */
function unstorable(value: unknown, place: string): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? place : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = unstorable(inner, `${place}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

function findingsOf(part: string, error: ZodError): InputFinding[] {
  return error.issues.map((issue) => {
    const place = issue.path.reduce<string>(
      (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
      part,
    );
    return {
      place,
      found: PRIVATE.test(place) ? '…' : shown('input' in issue ? issue.input : undefined),
      allowed: issue.message,
    };
  });
}

function shown(value: unknown): string {
  if (value === undefined) return '—';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}…` : text;
}
