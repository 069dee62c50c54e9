import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rehearsalView } from '@dacu/contract/api';
import type { RunRecord } from './record.ts';

/**
 * Rehearsals started here, as files under `<rehearsalsDir>/.started/<rehearsalId>/`: `run.json` and the `plan.yaml` that
 * its program reads. Beside the reviews, whose folders never begin with a dot.
 */
export type RunStore = {
  /** Every record that can be read, newest first. */
  load(): Promise<RunRecord[]>;
  /** Writes the plan and answers where it lies. */
  savePlan(rehearsalId: string, yaml: string): Promise<string>;
  /** Saves one after the other; the last one saved is what stays. */
  save(record: RunRecord): Promise<void>;
  /** When everything that was to be saved is. */
  settled(): Promise<void>;
  remove(rehearsalId: string): Promise<void>;
};

const RUN_ID = /^rh_[0-9a-z]{26}$/;
/** A record from before a field was there still opens; what it lacks is what it had then. */
const stored = rehearsalView.loose();

export function createRunStore(rehearsalsDir: string): RunStore {
  const parent = join(rehearsalsDir, '.started');
  let last: Promise<void> = Promise.resolve();

  async function read(name: string): Promise<RunRecord | null> {
    try {
      const told: unknown = JSON.parse(await readFile(join(parent, name, 'run.json'), 'utf8'));
      return stored.safeParse(withEstimate(told)).success ? (told as RunRecord) : null;
    } catch {
      return null;
    }
  }

  return {
    async load() {
      const names = await readdir(parent).catch(() => [] as string[]);
      const records = await Promise.all(names.filter((name) => RUN_ID.test(name)).map(read));
      return records
        .filter((record) => record !== null)
        .sort((one, other) => (one.rehearsalId < other.rehearsalId ? 1 : -1));
    },
    async savePlan(rehearsalId, yaml) {
      const dir = join(parent, rehearsalId);
      await mkdir(dir, { recursive: true });
      const path = join(dir, 'plan.yaml');
      await writeFile(path, yaml);
      return path;
    },
    save(record) {
      const write = async () => {
        const dir = join(parent, record.rehearsalId);
        const path = join(dir, 'run.json');
        await mkdir(dir, { recursive: true });
        await writeFile(`${path}.partial`, `${JSON.stringify(record)}\n`);
        await rename(`${path}.partial`, path);
      };
      const done = last.then(write);
      last = done.catch(() => {});
      return done;
    },
    settled: () => last,
    remove: (rehearsalId) => rm(join(parent, rehearsalId), { recursive: true, force: true }),
  };
}

/** The estimate is made when it is shown, so a stored record has none. */
function withEstimate(told: unknown): unknown {
  if (told === null || typeof told !== 'object' || !('progress' in told)) return told;
  return told.progress === null
    ? told
    : { ...told, progress: { ...(told.progress as object), endsAtWall: null } };
}
