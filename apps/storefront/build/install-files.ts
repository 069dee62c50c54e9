import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { drawIcon, ICONS } from './icons.ts';
import { MANIFESTS, manifestOf } from './manifest.ts';

/** The worker's own file; it must not be hashed, for browsers ask for it by this name for ever. */
const WORKER = 'sw.js';
/** Stands in the worker's source where the build writes what it keeps. */
const PLACE = /"__SHELL__"|'__SHELL__'|`__SHELL__`/;

/**
 * Makes what a browser needs to install the shop: icons drawn from the mark, a manifest in each language, and in the
 * worker the list of files that are the shell, with a version that changes whenever one of them does.
 */
export function installFiles(): Plugin {
  let root = '';
  return {
    name: 'dacu-install-files',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const svg = readFileSync(join(root, 'public/mark.svg'), 'utf8');
        for (const icon of ICONS)
          this.emitFile({ type: 'asset', fileName: icon.file, source: drawIcon(svg, icon) });
        for (const { file, lang } of MANIFESTS)
          this.emitFile({ type: 'asset', fileName: file, source: JSON.stringify(manifestOf(lang), null, 2) });

        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk' || !PLACE.test(worker.code))
          this.error(`${WORKER} is not built, or has no place for the list of files`);
        const files = Object.keys(bundle)
          .filter((name) => /^assets\/.+\.(js|css)$/.test(name))
          .sort();
        const hash = createHash('sha256').update(worker.code).update(files.join('\n'));
        const version = hash.digest('hex').slice(0, 16);
        const shell = { version, files: ['/', '/mark.svg', ...files.map((name) => `/${name}`)] };
        worker.code = worker.code.replace(PLACE, () => JSON.stringify(shell));
      },
    },
  };
}
