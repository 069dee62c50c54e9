import type { PointsView } from '@dacu/contract/api';
import { type PointsAccount, type PointsMove, pointsBalance } from '@dacu/engine/points';
import { openWindowAt } from '@dacu/engine/pricing';
import type { Edition } from '../offers/index.ts';
import type { PointsDeps } from './index.ts';
import * as store from './store.ts';

export type { PointsView };

export async function readPoints(
  { db, plan }: PointsDeps,
  input: { at: number; shopperId: string; cursor?: string | undefined; limit: number },
): Promise<PointsView> {
  const { at, shopperId, limit } = input;
  const [accounts, entries, edition] = await Promise.all([
    store.readAccounts(db, [shopperId]),
    store.listEntries(db, { shopperId, after: parseCursor(input.cursor), limit: limit + 1 }),
    plan.editionAt(at),
  ]);
  const account = accounts.get(shopperId) ?? { shopperId, lots: [] };
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return {
    ...pointsBalance(account, at),
    promisedFrom: firstOf(account, at, ({ usableFrom }) => usableFrom > at)?.usableFrom ?? null,
    soonest: soonestOf(account, at),
    terms: termsOf(edition, at),
    rows: shown.flatMap(rowsOf),
    nextCursor: entries.length > limit && last !== undefined ? `${last.at}:${last.entryId}` : null,
  };
}

type Lot = PointsAccount['lots'][number];

function live({ lots }: PointsAccount, at: number): readonly Lot[] {
  return lots.filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
}

function firstOf(account: PointsAccount, at: number, test: (lot: Lot) => boolean): Lot | undefined {
  return live(account, at)
    .filter(test)
    .sort((a, b) => a.usableFrom - b.usableFrom)[0];
}

function soonestOf(account: PointsAccount, at: number): PointsView['soonest'] {
  const ending = live(account, at).flatMap(({ left, usableFrom, expiresAt }) =>
    expiresAt === null || usableFrom > at ? [] : [{ points: left, expiresAt }],
  );
  if (ending.length === 0) return null;
  const expiresAt = Math.min(...ending.map((lot) => lot.expiresAt));
  const points = ending.reduce((sum, lot) => sum + (lot.expiresAt === expiresAt ? lot.points : 0), 0);
  return { points, expiresAt };
}

function termsOf(edition: Edition | null, at: number): PointsView['terms'] {
  const { promotions = [], points = [], promotionList = [] } = edition?.compiled ?? {};
  for (const { id, title, rule, windows } of promotions) {
    if (rule.kind !== 'points') continue;
    if (!openWindowAt(windows, at)) continue;
    return {
      promotionId: id,
      title,
      words: promotionList.find((listed) => listed.id === id)?.summary ?? title,
      pointsPerYuan: rule.pointsPerYuan,
      earn: points.find(({ promotionId }) => promotionId === id)?.earn ?? null,
    };
  }
  return null;
}

/** What one entry moved, one row for each kind of move. */
function rowsOf(entry: Awaited<ReturnType<typeof store.listEntries>>[number]): PointsView['rows'] {
  const kinds = new Map<PointsMove['kind'], PointsMove[]>();
  for (const move of entry.moves) kinds.set(move.kind, [...(kinds.get(move.kind) ?? []), move]);
  return [...kinds].map(([kind, moves]) => {
    const lot = moves.length === 1 && moves[0]!.points > 0 ? moves[0]! : null;
    return {
      at: entry.at,
      kind,
      points: moves.reduce((sum, { points }) => sum + points, 0),
      purchaseId: entry.purchaseId,
      number: entry.number,
      usableFrom: lot?.usableFrom ?? null,
      expiresAt: lot?.expiresAt ?? null,
    };
  });
}

/** A cursor that is not ours starts at the beginning. */
function parseCursor(cursor: string | undefined): { at: number; entryId: string } | null {
  const match = /^(\d{1,15}):([a-z]{2}_[0-9a-z:A-Z]{1,60})$/.exec(cursor ?? '');
  return match && { at: Number(match[1]), entryId: match[2]! };
}
