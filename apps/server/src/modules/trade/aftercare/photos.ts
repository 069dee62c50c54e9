import { createHash } from 'node:crypto';
import type { CasePhoto } from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import { PHOTO_UNUSED_MS, PURCHASE_PHOTOS_MAX } from '@dacu/engine/aftercare';
import { addDue } from '../../../platform/due/add-due.ts';
import type { DueDraft } from '../../../platform/lane/types.ts';
import { readCase } from './case-store.ts';
import { encodePhoto } from './encode-photo.ts';
import type { AftercareDeps } from './index.ts';
import * as store from './photo-store.ts';

/**
 * Photos as evidence. One is kept before it is asked with, so that a slow upload never holds up a request; a case names its
 * photos in the same transaction in which it begins to be. Only their shopper and the desk read them.
 *
 * Erased: a day after it was sent where no case has it; ninety days after the last case that has it ended.
 */
export type KeepPhoto = {
  readonly at: number;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly file: Buffer;
};
export type PhotoAnswer =
  | { readonly kind: 'kept'; readonly photo: CasePhoto }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

export const PHOTO_KIND = 'photo.erase';
type EraseWork = { readonly purchaseId: string };

/** Looked at again then: what of a purchase may go, goes. */
export function eraseDue(purchaseId: string, at: number): DueDraft {
  return { kind: PHOTO_KIND, key: `${purchaseId}:${at}`, at, payload: { purchaseId } satisfies EraseWork };
}

/** Why a purchase takes no photos: `notFound`, `notPaid`; null where it does. Asked before a file is read. */
export async function photoRefusal(
  { orders }: Pick<AftercareDeps, 'orders'>,
  { shopperId, purchaseId }: Pick<KeepPhoto, 'shopperId' | 'purchaseId'>,
): Promise<ErrorCode | null> {
  const purchase = await orders.purchase(purchaseId, shopperId);
  if (purchase === null) return 'notFound';
  return purchase.paymentId === null ? 'notPaid' : null;
}

/** Keeps a photo of a paid purchase; refuses with `notFound`, `notPaid`, `photosTooMany`, or by what the file is. */
export async function keepPhoto(deps: AftercareDeps, input: KeepPhoto): Promise<PhotoAnswer> {
  const { at, shopperId, purchaseId, file } = input;
  const refusal = await photoRefusal(deps, { shopperId, purchaseId });
  if (refusal !== null) return { kind: 'refused', code: refusal };
  const photoId = photoIdOf(purchaseId, file);
  const known = await touchPhotos(deps, { at, purchaseId, photos: [photoId] });
  if (known[0] !== undefined) return { kind: 'kept', photo: known[0] };
  if ((await store.countPhotos(deps.db, purchaseId)) >= PURCHASE_PHOTOS_MAX)
    return { kind: 'refused', code: 'photosTooMany' };
  const encoded = await encodePhoto(file);
  if (encoded.kind === 'refused') return encoded;
  const { width, height, bytes } = encoded;
  const personId = await deps.members.profiles.personId(shopperId);
  const sealed = await deps.members.personal.sealBytes(personId, bytes);
  const eraseAt = at + PHOTO_UNUSED_MS;
  const kept = await deps.db.transaction(async (tx) => {
    await store.lockPhotos(tx, purchaseId);
    if ((await store.countPhotos(tx, purchaseId)) >= PURCHASE_PHOTOS_MAX) return false;
    await store.insertPhoto(tx, { photoId, purchaseId, personId, sealed, width, height, at, eraseAt });
    await addDue(tx, [eraseDue(purchaseId, eraseAt)]);
    return true;
  });
  return kept
    ? { kind: 'kept', photo: { photoId, width, height } }
    : { kind: 'refused', code: 'photosTooMany' };
}

/**
 * Keeps photos for another day, while a case is asked for with them; those that are there, in no order. Not part of the
 * case's own transaction: what it names would have to be a day old, and erased between the two, to be missed.
 */
export async function touchPhotos(
  { db }: Pick<AftercareDeps, 'db'>,
  { at, purchaseId, photos }: { at: number; purchaseId: string; photos: readonly string[] },
): Promise<CasePhoto[]> {
  if (photos.length === 0) return [];
  const eraseAt = at + PHOTO_UNUSED_MS;
  return db.transaction(async (tx) => {
    const found = await store.keepLonger(tx, { purchaseId, photos, eraseAt });
    if (found.length > 0) await addDue(tx, [eraseDue(purchaseId, eraseAt)]);
    return found;
  });
}

/** The picture of a photo, for its shopper; null for somebody else's, and for one that was erased. */
export async function readPhoto(
  deps: AftercareDeps,
  { purchaseId, shopperId, photoId }: { purchaseId: string; shopperId: string; photoId: string },
): Promise<Buffer | null> {
  if ((await deps.orders.purchase(purchaseId, shopperId)) === null) return null;
  return openPhoto(deps, purchaseId, photoId);
}

/** The same for the desk, of a photo that the case has; that it was read is kept. */
export async function readCasePhoto(
  deps: AftercareDeps,
  { caseId, photoId, by }: { caseId: string; photoId: string; by: string },
): Promise<Buffer | null> {
  const one = await readCase(deps.db, caseId);
  if (one === null || !one.photos.includes(photoId)) return null;
  const bytes = await openPhoto(deps, one.purchaseId, photoId);
  if (bytes === null) return null;
  const act = { kind: 'casePhotoRead', subject: caseId, detail: { photoId }, by };
  await deps.members.people.noteAct(deps.db, act);
  return bytes;
}

async function openPhoto(deps: AftercareDeps, purchaseId: string, photoId: string): Promise<Buffer | null> {
  const row = await store.readSealed(deps.db, purchaseId, photoId);
  return row && deps.members.personal.openBytes(row.personId, row.sealed);
}

/** Erases what nothing keeps any more; looking twice erases nothing else. */
export function photosDue({ db }: Pick<AftercareDeps, 'db'>) {
  return {
    kind: PHOTO_KIND,
    async run(items: readonly { readonly at: number; readonly payload: unknown }[]): Promise<void> {
      for (const { at, payload } of items)
        await store.erasePhotos(db, { at, purchaseId: (payload as EraseWork).purchaseId });
    },
  };
}

function photoIdOf(purchaseId: string, file: Buffer): string {
  const digest = createHash('sha256').update(`${purchaseId}:`).update(file).digest('hex').slice(0, 32);
  return `ph_${BigInt(`0x${digest}`).toString(32).padStart(26, '0')}`;
}
