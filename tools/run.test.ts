import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type As = { node: string; platform?: string; arch?: string };

/** Runs a tool as another Node on another system would: the launcher sees what this preload says. */
function runAs({ node, platform = 'linux', arch = 'x64' }: As): { status: number | null; said: string } {
  const preload = [
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } })`,
    `Object.defineProperty(process, 'platform', { value: '${platform}' })`,
    `Object.defineProperty(process, 'arch', { value: '${arch}' })`,
  ].join(';');
  const tool = 'data:text/javascript,';
  const done = spawnSync(
    process.execPath,
    [
      '--import',
      `${tool}${encodeURIComponent(preload)}`,
      join(import.meta.dirname, 'run.mjs'),
      'tools/nothing.ts',
    ],
    { encoding: 'utf8' },
  );
  return { status: done.status, said: done.stderr };
}

test('an old Node is told in one sentence how the right one comes, where npm brings it', () => {
  for (const system of [{}, { arch: 'arm64' }, { platform: 'win32' }]) {
    const { status, said } = runAs({ node: '20.19.0', ...system });
    expect(status).toBe(1);
    expect(said).toMatch(
      /^Dacu needs Node 24 and this is Node 20\.19\.0: npm ci brings it along for this system/,
    );
    expect(said.trim().split('\n')).toHaveLength(1);
  }
});

test('an old Node is told where to get the right one, where npm has none', () => {
  for (const system of [{ platform: 'darwin', arch: 'arm64' }, { arch: 's390x' }]) {
    const { status, said } = runAs({ node: '22.1.0', ...system });
    expect(status).toBe(1);
    expect(said).toMatch(
      /this is Node 22\.1\.0: install it from https:\/\/nodejs\.org .* then run npm start again\.\n$/,
    );
  }
});

test('Node 24 and newer go on to the tool', () => {
  for (const node of ['24.0.0', '26.2.0']) {
    const { said } = runAs({ node });
    expect(said).not.toContain('Dacu needs Node 24');
    expect(said).toContain('nothing.ts');
  }
});
