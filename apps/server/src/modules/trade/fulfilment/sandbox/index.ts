/**
 * Carriers, a bank and warehouse people of our own making, for databases that are simulated. The carriers stand behind the
 * port as real ones would: labels, pushes signed with a key that only we and they know (HMAC-SHA-256 over instant and
 * body), out of order, repeated, now and then lost, and an answer to whoever asks. SF and JD are played by it under their
 * names; no real party is spoken to.
 */
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { carrierPush } from '@dacu/contract/api';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { Db } from '../../../../platform/db/types.ts';
import type { Carriers, LabelWanted, Payouts, Push, Told } from '../carriers.ts';
import { journeyOf } from './journey.ts';
import * as store from './store.ts';

export type SandboxCarriers = {
  readonly carriers: Carriers;
  readonly payouts: Payouts;
  /** What is to be told by `at`, signed and ready to send; told is what was returned. */
  pushes(at: number): Promise<Push[]>;
};

/** Older or further ahead than this on the wall clock, a push is a replay. */
const PUSH_AGE_MS_MAX = 5 * 60_000;
const SCANS_IN_PUSH = 200;
const LABELS_AT_ONCE = 2_000;

export function createSandboxCarriers({
  db,
  clocks,
  masterKey,
}: {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly masterKey: Uint8Array;
}): SandboxCarriers {
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(0), 'dacu sandbox carrier', 32)),
  );
  const macOf = (text: string) => createHmac('sha256', key).update(text).digest();

  return {
    carriers: {
      async label(wanted) {
        const rows = wanted.map((label) => ({ ...label, no: numberOf(label), journey: journeyOf(label) }));
        return store.putLabels(db, rows);
      },
      cancel: (parcelIds) => store.dropLabels(db, parcelIds),
      async query(asked, at) {
        const labels = await store.readJourneys(
          db,
          asked.map(({ no }) => no),
        );
        return labels.flatMap(({ carrier, no, journey }) =>
          journey.filter((scan) => scan.at <= at).map((scan) => toldOf(carrier, no, scan)),
        );
      },
      verify({ signature, rawBody }, nowWall) {
        const parts = /^t=(\d{1,15}),hmac=([0-9a-f]{64})$/.exec(signature);
        if (parts === null || Math.abs(nowWall - Number(parts[1])) > PUSH_AGE_MS_MAX) return null;
        if (!timingSafeEqual(macOf(`${parts[1]}.${rawBody}`), Buffer.from(parts[2]!, 'hex'))) return null;
        const body = carrierPush.safeParse(parse(rawBody));
        return body.success
          ? body.data.scans.map(({ province, ...scan }) => ({ ...scan, ...(province && { province }) }))
          : null;
      },
    },
    payouts: { payOut: (payout) => store.putPayout(db, payout) },

    async pushes(at) {
      const scans = (await store.takePushes(db, at, LABELS_AT_ONCE)).flatMap(
        ({ carrier, no, scans: planned }) =>
          planned.map((scan) => ({ pushAt: scan.pushAt!, told: toldOf(carrier, no, scan) })),
      );
      // In the order in which they are told, which is not the order in which they happened.
      const sorted = scans.sort((a, b) => a.pushAt - b.pushAt).map(({ told }) => told);
      const sentAtWall = clocks.wall.now();
      return chunks(sorted, SCANS_IN_PUSH).map((part) => {
        const rawBody = JSON.stringify({ scans: part });
        return {
          signature: `t=${sentAtWall},hmac=${macOf(`${sentAtWall}.${rawBody}`).toString('hex')}`,
          rawBody,
        };
      });
    },
  };
}

/** As the carriers write theirs: their letters and twelve digits, which follow from the parcel. */
function numberOf({ parcelId, carrier }: LabelWanted): string {
  const letters = carrier.slice(0, 2).toUpperCase();
  const digits =
    createHmac('sha256', 'tracking number').update(parcelId).digest().readBigUInt64BE(0) % 10n ** 12n;
  return `${letters}${digits.toString().padStart(12, '0')}`;
}

function toldOf(
  carrier: string,
  no: string,
  { code, at, province }: { code: Told['code']; at: number; province: string },
): Told {
  return { carrier, no, code, at, province };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
