import type { Words } from '../command.ts';

/** One thing that is wrong with a file of JSON: where, what stands there, what may. */
export type CartFinding = {
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  readonly message: Words;
};

type Check<T> = (value: unknown) => T | undefined;

/** An object of a JSON file, read key by key; whatever is wrong is written down, and reading goes on. */
export type ObjectReader = {
  readonly path: string;
  has(key: string): boolean;
  /** A key that must be there. */
  need<T>(key: string, check: Check<T>, allowed: string, otherwise: T): T;
  /** A key that may be left out. */
  may<T>(key: string, check: Check<T>, allowed: string): T | undefined;
  objects(key: string): ObjectReader[];
  object(key: string): ObjectReader | undefined;
  refuse(key: string, allowed: string, message?: Words): void;
  /** Call last: names the keys that nobody asked for. */
  close(): void;
};

const WRONG: Words = { zh: '这里的取值不对', en: 'Not a value for this key' };
const MISSING: Words = { zh: '缺少必填字段', en: 'A required key is missing' };
const UNKNOWN: Words = { zh: '不认识的字段', en: 'Unknown key' };

export function objectReader(value: unknown, path: string, findings: CartFinding[]): ObjectReader {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const fields = (isObject ? value : {}) as Readonly<Record<string, unknown>>;
  const asked = new Set<string>();
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  const report = (key: string, allowed: string, message: Words) => {
    findings.push({ path: at(key), found: shown(fields[key]), allowed, message });
  };
  if (!isObject)
    findings.push({ path: path || '(file)', found: shown(value), allowed: '{ … }', message: WRONG });
  const may = <T>(key: string, check: Check<T>, allowed: string): T | undefined => {
    asked.add(key);
    if (fields[key] === undefined) return undefined;
    const checked = check(fields[key]);
    if (checked === undefined) report(key, allowed, WRONG);
    return checked;
  };
  return {
    path,
    has: (key) => fields[key] !== undefined,
    may,
    need(key, check, allowed, otherwise) {
      if (isObject && fields[key] === undefined) report(key, allowed, MISSING);
      return may(key, check, allowed) ?? otherwise;
    },
    objects(key) {
      const list = may(key, (each) => (Array.isArray(each) ? (each as unknown[]) : undefined), '[{ … }, …]');
      return (list ?? []).map((each, i) => objectReader(each, `${at(key)}[${i}]`, findings));
    },
    object(key) {
      asked.add(key);
      return fields[key] === undefined ? undefined : objectReader(fields[key], at(key), findings);
    },
    refuse: (key, allowed, message = WRONG) => report(key, allowed, message),
    close() {
      for (const key of Object.keys(fields))
        if (!asked.has(key)) report(key, [...asked].join(' · '), UNKNOWN);
    },
  };
}

function shown(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value).slice(0, 80);
}

export const text: Check<string> = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
export const flag: Check<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
export const texts: Check<readonly string[]> = (value) =>
  Array.isArray(value) && value.every((each) => text(each) !== undefined) ? (value as string[]) : undefined;

export const whole =
  (min: number, max: number): Check<number> =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? value
      : undefined;

/** `2024-06-18T00:30:00+08:00`: an instant names its zone. */
export const instant: Check<number> = (value) => {
  if (
    typeof value !== 'string' ||
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)
  )
    return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
};
