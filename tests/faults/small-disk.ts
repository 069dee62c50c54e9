import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asRoot } from './launch.ts';

export type SmallDisk = {
  readonly dir: string;
  /** Writes until nothing more goes in; returns the way to make room again. */
  fill(): () => void;
  remove(): void;
};

/** A small disk of its own; null where this account may not mount one. */
export function smallDisk(mb: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'dacu-disk-'));
  const mounted =
    asRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=755`, 'dacu', dir]).status === 0;
  const remove = () => {
    if (mounted) spawnSync('umount', ['-l', dir]);
    rmSync(dir, { recursive: true, force: true });
  };
  if (mounted) return { dir, fill: () => fill(join(dir, 'filler')), remove };
  remove();
  return null;
}

function fill(filler: string): () => void {
  const file = openSync(filler, 'w');
  for (const bytes of [1_048_576, 4_096, 1]) {
    const block = Buffer.alloc(bytes, 1);
    try {
      for (;;) writeSync(file, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
  return () => rmSync(filler);
}
