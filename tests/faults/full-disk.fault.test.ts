import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launch, refused } from './launch.ts';
import { smallDisk } from './small-disk.ts';

test('a disk too small for a new database is refused before anything is written', async (context) => {
  const disk = smallDisk(64);
  if (!disk) return context.skip('mounting a small disk needs root');
  try {
    const { code, said } = await refused({ dataDir: disk.dir, account: null, remove: disk.remove });
    expect(code).toBe(1);
    expect(said).toMatch(/has \d+ MB free and the database needs \d+ MB: free some space/);
  } finally {
    disk.remove();
  }
});

test('a disk that filled up since is told in one sentence, and freeing space lets it start', async (context) => {
  const disk = smallDisk(600);
  if (!disk) return context.skip('mounting a small disk needs root');
  const place = { dataDir: disk.dir, account: null, remove: disk.remove };
  try {
    const first = await launch(place);
    first.signal('SIGTERM');
    expect(await first.exited).toBe(0);
    const filler = join(disk.dir, 'filler');
    const { bavail, bsize } = statfsSync(disk.dir);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 8 * 1_048_576));
    const { code, said } = await refused(place);
    expect(code).toBe(1);
    expect(said).toContain('free some space');
    rmSync(filler);
    const again = await launch(place);
    again.signal('SIGTERM');
    expect(await again.exited).toBe(0);
  } finally {
    disk.remove();
  }
});
