import { Writable } from 'node:stream';
import pino, { type DestinationStream, type Logger } from 'pino';
import { prettyLine } from './log-pretty.ts';

/** Structured log: one JSON object a line, or short coloured lines on a terminal. */
export type Log = {
  debug(fields: object | string, message?: string): void;
  info(fields: object | string, message?: string): void;
  warn(fields: object | string, message?: string): void;
  error(fields: object | string, message?: string): void;
  child(fields: object): Log;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const SECRET_KEYS = new Set([
  'cookie',
  'set-cookie',
  'authorization',
  'password',
  'phone',
  'recipient',
  'address',
  'token',
  'masterkey',
]);
const DEEPEST = 6;
/** A mainland mobile number that is not part of a longer number or identifier. */
const PHONE = /(?<![\w.])1[3-9]\d{9}(?![\w.])/g;

/**
 * The log of a process. Personal data does not reach it: values under keys that name secrets are dropped, and mobile
 * numbers inside any text are masked to their last four digits, wherever a careless caller put them.
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly pretty: boolean;
  /** Standard output unless a test listens. */
  readonly destination?: DestinationStream;
}): Log {
  const destination = options.destination ?? (options.pretty ? prettyStream() : pino.destination(1));
  const logger: Logger = pino(
    {
      level: options.level,
      base: undefined,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => scrub(fields, 0) as Record<string, unknown>,
      },
      serializers: { err: (error) => scrub(pino.stdSerializers.err(error as Error), 0) },
      hooks: {
        logMethod(args, method) {
          const masked = args.map((part) => (typeof part === 'string' ? maskPhones(part) : part));
          method.apply(this, masked as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
  return logger as unknown as Log;
}

/** Says nothing: for tests and for tools that speak in their own words. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};

export function maskPhones(text: string): string {
  return text.replace(PHONE, (phone) => `*******${phone.slice(-4)}`);
}

function scrub(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskPhones(value);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    clean[key] = SECRET_KEYS.has(key.toLowerCase()) ? '[removed]' : scrub(item, depth + 1);
  }
  return clean;
}

function prettyStream(): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      process.stdout.write(prettyLine(String(chunk)), () => done());
    },
  });
}
