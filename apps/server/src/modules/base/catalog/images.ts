import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pictures are the files of one package, named by code point (`1f95c`); nothing else can be named. */
const FOLDER = join(
  dirname(fileURLToPath(import.meta.resolve('@lobehub/fluent-emoji-3d/package.json'))),
  'assets',
);
const SUFFIX = '.webp';

let codes: ReadonlySet<string> | null = null;

/** Every code there is a picture for; the folder is read once. */
export function imageCodes(): ReadonlySet<string> {
  codes ??= new Set(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length)),
  );
  return codes;
}

/** Where the picture of a code lies on disk; null for anything that is not a known code. */
export function imagePath(code: string): string | null {
  return imageCodes().has(code) ? join(FOLDER, code + SUFFIX) : null;
}

export function imageUrl(code: string): string {
  return `/assets/catalogue/${code}${SUFFIX}`;
}
