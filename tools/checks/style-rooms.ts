import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckResult, root } from './run-command.ts';

export type Sheet = { readonly path: string; readonly css: string };

/**
 * Styles of a page stay loaded after it is left, so two pages must not dress the same class: whoever came through one
 * would see its rules on the other. Complains of each class that stands alone as a selector in more than one room of
 * `pages/`.
 */
export function sharedClasses(sheets: readonly Sheet[]): string[] {
  const rooms = new Map<string, Set<string>>();
  for (const { path, css } of sheets) {
    const room = /(.*\/pages\/[^/]+)\//.exec(path)?.[1];
    if (room === undefined) continue;
    for (const [, selectors] of css.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{/g)) {
      for (const selector of selectors!.split(',')) {
        const name = /^\.([\w-]+)(?:::?[\w-]+)?$/.exec(selector.trim())?.[1];
        if (name === undefined) continue;
        const key = `${path.split('/pages/')[0]} .${name}`;
        rooms.set(key, (rooms.get(key) ?? new Set()).add(room));
      }
    }
  }
  return [...rooms]
    .filter(([, among]) => among.size > 1)
    .map(([key, among]) => `${key.split(' ')[1]} is dressed in ${[...among].sort().join(' and ')}`);
}

export async function checkStyleRooms(): Promise<CheckResult> {
  const sheets: Sheet[] = [];
  for await (const path of glob('apps/*/src/pages/**/*.css', { cwd: root })) {
    const normal = path.replaceAll('\\', '/');
    sheets.push({ path: normal, css: readFileSync(join(root, path), 'utf8') });
  }
  const complaints = sharedClasses(sheets);
  return {
    ok: complaints.length === 0 && sheets.length > 20,
    summary: `${sheets.length} style sheets`,
    details: complaints.join('\n'),
  };
}
