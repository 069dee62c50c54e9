/**
 * Plans: editions of campaigns, what is in force at an instant, and the switches of the night.
 *
 * Invariants
 * - An edition never changes: there is no statement that updates one. A change of the file is the next edition, and what
 *   changed stands beside it. Publishing what means the same is refused.
 * - What is live is computed from edition and time when it is asked: nothing has to fire for a phase to open.
 * - At an instant a campaign has one edition, and where campaigns overlap precedence decides.
 * - No edition is published while an error of law stands that nobody answers for by name and with a reason.
 * - A switch is appended, with who and why; the last one thrown by an instant holds at it.
 * - A node learns of another's edition or switch within a second, of its own at once.
 *
 * When it fails: without the database nothing new is published, and what was compiled goes on being served until the
 * second for which the list of editions is trusted has passed. A lost connection while publishing leaves either the
 * whole edition or none; publishing the same file again then answers `editionUnchanged`.
 */
import type { LawCheckView, LawWaiverView } from '@dacu/contract/api';
import type { Finding } from '@dacu/contract/plan';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import { createEditionReader, type Edition, headerAt } from './edition-at.ts';
import {
  checkDraft,
  type LawDraft,
  type LawEvidence,
  type WaiveInput,
  type WaiveOutcome,
  waive,
} from './law.ts';
import { type PublishInput, type PublishOutcome, publish } from './publish.ts';
import {
  type EditionEntry,
  type EditionHeader,
  type EditionRow,
  readEdition,
  readEntries,
  readNumbered,
  readWaivers,
} from './store.ts';
import { type SwitchInput, stoppedAt, throwSwitch } from './switches.ts';

export type { Edition } from './edition-at.ts';
export type { LawEvidence, WaiveInput, WaiveOutcome } from './law.ts';
export { planChanges } from './plan-changes.ts';
export type { PublishInput, PublishOutcome } from './publish.ts';
export { planRoutes } from './routes.ts';
export type { EditionEntry, EditionHeader, EditionRow } from './store.ts';
export type { SwitchInput } from './switches.ts';

export type PlansDeps = {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly ids: Ids;
  /** What prices are judged by; left out, the law says nothing about compared prices. */
  readonly lawEvidence?: LawEvidence;
};

export type Plans = {
  /** What a shopper meets at an instant of campaign time; null between campaigns. */
  editionAt(at: number): Promise<Edition | null>;
  /** Any edition that was ever published; null for none. */
  edition(editionId: string): Promise<Edition | null>;
  /** Promotions of the campaign in force that a switch has stopped. */
  stoppedPromotionIds(at: number): Promise<readonly string[]>;
  publish(input: PublishInput): Promise<PublishOutcome>;
  throwSwitch(input: SwitchInput): Promise<'thrown' | 'notFound'>;
  /** What the law says about a draft, or why it cannot be read. */
  checkLaw(draft: LawDraft): Promise<LawCheckView | { readonly invalid: readonly Finding[] }>;
  waive(input: WaiveInput): Promise<WaiveOutcome>;
  /** Newest first. */
  waivers(campaignId: string): Promise<readonly LawWaiverView[]>;
  /** The latest edition of every campaign, highest precedence first, then the latest start. */
  campaigns(): Promise<readonly EditionHeader[]>;
  /** Whose edition is in force; null between campaigns. */
  campaignIdAt(at: number): Promise<string | null>;
  /** The latest edition with its text. */
  latest(campaignId: string): Promise<EditionRow | null>;
  /** An edition by its number, with its text. */
  numbered(campaignId: string, editionNo: number): Promise<EditionRow | null>;
  /** Any edition with its text; null for none. */
  text(editionId: string): Promise<EditionRow | null>;
  /** Newest first. */
  entries(campaignId: string): Promise<readonly EditionEntry[]>;
  /** Stopped promotions of any campaign, in force or not. */
  stoppedIn(campaignId: string, at: number): Promise<readonly string[]>;
};

const ENTRIES_MAX = 100;

export function createPlans({ db, clocks, ids, lawEvidence = async () => [] }: PlansDeps): Plans {
  const reader = createEditionReader({ db, clocks });

  async function campaigns(): Promise<readonly EditionHeader[]> {
    const latest = new Map<string, EditionHeader>();
    for (const header of await reader.headers()) latest.set(header.campaignId, header);
    return [...latest.values()].sort(
      (left, right) => right.precedence - left.precedence || right.startsAt - left.startsAt,
    );
  }
  const latestHeader = async (campaignId: string) =>
    (await campaigns()).find((header) => header.campaignId === campaignId);

  async function stoppedIn(campaignId: string, at: number): Promise<readonly string[]> {
    return stoppedAt(await reader.switches(), campaignId, at);
  }

  return {
    editionAt: reader.editionAt,
    edition: reader.edition,
    async stoppedPromotionIds(at) {
      const header = headerAt(await reader.headers(), at);
      return header === null ? [] : stoppedIn(header.campaignId, at);
    },
    async publish(input) {
      try {
        return await publish(db, ids, lawEvidence, input);
      } finally {
        reader.forget();
      }
    },
    async throwSwitch(input) {
      const header = await latestHeader(input.campaignId);
      const edition = header ? await reader.edition(header.editionId) : null;
      if (!edition?.compiled.promotionList.some((promotion) => promotion.id === input.target))
        return 'notFound';
      try {
        await throwSwitch(db, ids, input);
      } finally {
        reader.forget();
      }
      return 'thrown';
    },
    checkLaw: (draft) => checkDraft(db, lawEvidence, draft),
    waive: (input) => waive(db, ids, lawEvidence, input),
    waivers: async (campaignId) => (await readWaivers(db, campaignId)).reverse(),
    campaigns,
    campaignIdAt: async (at) => headerAt(await reader.headers(), at)?.campaignId ?? null,
    async latest(campaignId) {
      const header = await latestHeader(campaignId);
      return header === undefined ? null : readEdition(db, header.editionId);
    },
    numbered: (campaignId, editionNo) => readNumbered(db, campaignId, editionNo),
    text: (editionId) => readEdition(db, editionId),
    entries: (campaignId) => readEntries(db, campaignId, ENTRIES_MAX),
    stoppedIn,
  };
}
