#!/usr/bin/env node
/**
 * `dacu …`: runs the command table on Node 24. Called by an older Node it starts itself again under the Node 24 that
 * npm brought along; plain JavaScript, because an old version would stop at the first type of a `.ts` file.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `dacu … | head`: whoever read has enough. A rehearsal that we started notices in the same way, and cleans up.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const node = bundledNode();
  if (node === null) {
    console.error(
      `Dacu needs Node 24 and this is Node ${process.versions.node}. Run npm ci (it brings Node 24 for Linux and Windows), or install Node 24 from https://nodejs.org.\n需要 Node 24，当前是 ${process.versions.node}。请先运行 npm ci，或从 https://nodejs.org 安装 Node 24。`,
    );
    process.exitCode = 2;
  } else {
    const self = fileURLToPath(import.meta.url);
    const { status, signal } = spawnSync(node, [self, ...process.argv.slice(2)], { stdio: 'inherit' });
    if (signal !== null) process.kill(process.pid, signal);
    process.exitCode = status ?? 1;
  }
}

function bundledNode() {
  const system = { linux: 'linux', win32: 'win' }[process.platform];
  if (system === undefined) return null;
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`);
    return join(dirname(manifest), 'bin', system === 'win' ? 'node.exe' : 'node');
  } catch {
    return null;
  }
}
