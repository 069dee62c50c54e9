import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReplayDocument, replayDocument, replayView } from '@dacu/contract/api';
import type { ReplayRecord } from './record.ts';

/** Beside the review of a rehearsal. */
export const ORDERS_FILE = 'orders.jsonl.gz';

/**
 * Replays started here, as files under `<rehearsalsDir>/.replays/<replayId>/`: `run.json`, the `plan.yaml` that the
 * program reads, `result.json`, and the orders of a running campaign while it is priced.
 */
export type RunFiles = {
  /** Newest first; what cannot be read is passed over. */
  load(): Promise<ReplayRecord[]>;
  save(record: ReplayRecord): Promise<void>;
  savePlan(replayId: string, yaml: string): Promise<string>;
  saveResult(replayId: string, document: unknown): Promise<void>;
  result(replayId: string): Promise<ReplayDocument | null>;
  /** Where the orders of the campaign in force are written for it. */
  liveOrders(replayId: string): string;
  dropLiveOrders(replayId: string): Promise<void>;
  /** The orders of a rehearsal; null where none were kept. */
  rehearsedOrders(reviewId: string): string | null;
  remove(replayId: string): Promise<void>;
};

const RUN_ID = /^rp_[0-9a-z]{26}$/;
const REVIEW_ID = /^[\w-]{1,64}$/;

export function createRunFiles(rehearsalsDir: string): RunFiles {
  const parent = join(rehearsalsDir, '.replays');
  const at = (replayId: string, name: string) => join(parent, replayId, name);

  async function write(path: string, text: string): Promise<void> {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(`${path}.partial`, text);
    await rename(`${path}.partial`, path);
  }

  async function read(replayId: string): Promise<ReplayRecord | null> {
    try {
      const parsed = replayView.safeParse(JSON.parse(await readFile(at(replayId, 'run.json'), 'utf8')));
      return parsed.success ? parsed.data : null;
    } catch {
      return null;
    }
  }

  return {
    async load() {
      const names = (await readdir(parent).catch(() => [] as string[])).filter((name) => RUN_ID.test(name));
      const records = await Promise.all(names.map(read));
      return records.filter((record) => record !== null).sort((a, b) => (a.replayId < b.replayId ? 1 : -1));
    },
    save: (record) => write(at(record.replayId, 'run.json'), `${JSON.stringify(record)}\n`),
    async savePlan(replayId, yaml) {
      await write(at(replayId, 'plan.yaml'), yaml);
      return at(replayId, 'plan.yaml');
    },
    saveResult: (replayId, document) => write(at(replayId, 'result.json'), `${JSON.stringify(document)}\n`),
    async result(replayId) {
      const text = await readFile(at(replayId, 'result.json'), 'utf8').catch(() => null);
      const parsed = text === null ? null : replayDocument.safeParse(JSON.parse(text));
      return parsed?.success ? parsed.data : null;
    },
    liveOrders: (replayId) => at(replayId, ORDERS_FILE),
    dropLiveOrders: (replayId) => rm(at(replayId, ORDERS_FILE), { force: true }),
    rehearsedOrders(reviewId) {
      if (!REVIEW_ID.test(reviewId)) return null;
      const path = join(rehearsalsDir, reviewId, ORDERS_FILE);
      return existsSync(path) ? path : null;
    },
    remove: (replayId) => rm(join(parent, replayId), { recursive: true, force: true }),
  };
}
