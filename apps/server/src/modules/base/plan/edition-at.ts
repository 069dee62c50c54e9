import { type CompiledPlan, compilePlan, type Plan } from '@dacu/contract/plan';
import { compilePromotions, type PromotionIndex } from '@dacu/engine/pricing';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Sql } from '../../../platform/db/types.ts';
import { type EditionHeader, readEdition, readHeaders, readSwitches, type SwitchRow } from './store.ts';

export type Edition = {
  readonly editionId: string;
  readonly editionNo: number;
  readonly campaignId: string;
  readonly compiled: CompiledPlan;
  readonly index: PromotionIndex;
};

/** Which editions and switches there are; a node trusts what it read for this long, its own writes at once. */
const TRUSTED_MS = 1_000;
/** Compiled editions are megabytes each and immutable; old ones are compiled again when a late return asks for them. */
const COMPILED_MAX = 16;
/** The notation that this build reads. An older one gets an upcast here when there is one. */
const FORMAT = 1;

export type EditionReader = {
  headers(): Promise<readonly EditionHeader[]>;
  switches(): Promise<readonly SwitchRow[]>;
  edition(editionId: string): Promise<Edition | null>;
  editionAt(at: number): Promise<Edition | null>;
  forget(): void;
};

export function createEditionReader({ db, clocks }: { db: Sql; clocks: Clocks }): EditionReader {
  const headers = trusted(() => readHeaders(db), clocks);
  const switches = trusted(() => readSwitches(db), clocks);
  const compiled = new Map<string, Promise<Edition | null>>();
  /** A crowd asks for one instant at a time. */
  let last: { known: readonly EditionHeader[]; at: number; header: EditionHeader | null } | null = null;

  function edition(editionId: string): Promise<Edition | null> {
    const known = compiled.get(editionId);
    const found = known ?? readAndCompile(db, editionId);
    // Last used goes to the end; the first one is the one to forget.
    compiled.delete(editionId);
    compiled.set(editionId, found);
    if (compiled.size > COMPILED_MAX) compiled.delete(compiled.keys().next().value!);
    if (known === undefined) {
      const drop = () => {
        if (compiled.get(editionId) === found) compiled.delete(editionId);
      };
      // Neither a failure nor an edition that does not exist yet is worth remembering.
      found.then((answer) => answer === null && drop(), drop);
    }
    return found;
  }

  return {
    headers: headers.get,
    switches: switches.get,
    edition,
    async editionAt(at) {
      const known = await headers.get();
      if (last?.known !== known || last.at !== at) last = { known, at, header: headerAt(known, at) };
      return last.header === null ? null : edition(last.header.editionId);
    },
    forget() {
      headers.forget();
      switches.forget();
    },
  };
}

/**
 * The edition that a shopper meets at an instant: of each campaign that covers it the one published last by then (before
 * the first publication: the first), and of those campaigns the one with the highest precedence, then the latest start.
 */
export function headerAt(headers: readonly EditionHeader[], at: number): EditionHeader | null {
  const current = new Map<string, EditionHeader>();
  for (const header of headers) {
    const known = current.get(header.campaignId);
    if (known === undefined || header.publishedAt <= at) current.set(header.campaignId, header);
  }
  const covering = [...current.values()].filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
  covering.sort(
    (left, right) =>
      right.precedence - left.precedence ||
      right.startsAt - left.startsAt ||
      (left.campaignId < right.campaignId ? -1 : 1),
  );
  return covering[0] ?? null;
}

async function readAndCompile(db: Sql, editionId: string): Promise<Edition | null> {
  const row = await readEdition(db, editionId);
  if (row === null) return null;
  const compiled = compilePlan(upcast(row.plan, row.format));
  return {
    editionId,
    editionNo: row.editionNo,
    campaignId: row.campaignId,
    compiled,
    index: compilePromotions(compiled.promotions, compiled.profile),
  };
}

function upcast(plan: Plan, format: number): Plan {
  if (format !== FORMAT) throw new Error(`edition of format ${format}, this build reads ${FORMAT}`);
  return plan;
}

/** One read at a time, its answer trusted for a moment; a failed read is not remembered. */
function trusted<T>(read: () => Promise<T>, clocks: Clocks): { get(): Promise<T>; forget(): void } {
  let held: { readonly value: Promise<T>; readonly readAt: number } | null = null;
  return {
    get() {
      const now = clocks.wall.now();
      if (held !== null && now >= held.readAt && now - held.readAt < TRUSTED_MS) return held.value;
      const mine = { value: read(), readAt: now };
      held = mine;
      mine.value.catch(() => {
        if (held === mine) held = null;
      });
      return mine.value;
    },
    forget() {
      held = null;
    },
  };
}
