import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it, vi } from 'vitest';

/** Script of the first view, compressed: what a shopper on a phone waits for before the venue stands. */
const BYTES_MAX = 170_000;
const FIRST_VIEW = ['index', 'venue', 'zh'];

it('the venue needs at most 170 kB of script, compressed, before it stands', async () => {
  // As it is shipped: a test's own environment would measure React's development build.
  vi.stubEnv('NODE_ENV', 'production');
  const built = (await build({
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const chunks = new Map(
    built.output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])),
  );
  const needed = new Set<string>();
  const need = (fileName: string) => {
    const chunk = chunks.get(fileName);
    if (chunk === undefined || needed.has(fileName)) return;
    needed.add(fileName);
    for (const imported of chunk.imports) need(imported);
  };
  for (const name of FIRST_VIEW) {
    const chunk = [...chunks.values()].find((each) => each.name === name);
    expect(chunk, `a chunk named ${name}`).toBeDefined();
    need(chunk!.fileName);
  }
  const bytes = [...needed].reduce((sum, name) => sum + gzipSync(chunks.get(name)!.code).length, 0);
  // Less than the framework alone would mean that the chunks were not found.
  expect(bytes).toBeGreaterThan(90_000);
  expect(bytes).toBeLessThan(BYTES_MAX);
}, 120_000);
