/** Photos that a shopper adds to a case: what is taken, and how long it is kept. */

/** Photos of one case. */
export const PHOTOS_MAX = 6;
/** Photos of one purchase that are kept at once, over all its cases and what was not sent off yet. */
export const PURCHASE_PHOTOS_MAX = 24;
/** A file as it comes from a phone. */
export const PHOTO_BYTES_MAX = 12 * 1024 * 1024;
/** Width times height; what most phones take at their best. */
export const PHOTO_PIXELS_MAX = 50_000_000;
/** The shorter side: less shows nothing. */
export const PHOTO_SIDE_PX_MIN = 64;
/** The longer side of what is kept. */
export const PHOTO_SIDE_PX_MAX = 2_048;

const DAY_MS = 86_400_000;
/** A photo that was sent and never asked with is erased after a day. */
export const PHOTO_UNUSED_MS = DAY_MS;
/** What a decision rested on is kept while it may be questioned: ninety days after the case ended. */
export const PHOTO_KEPT_MS = 90 * DAY_MS;

/** When the photos of a case are erased; null while it is open. `since` is when its last state began. */
export function photosUntil(one: {
  readonly deadlineAt: number | null;
  readonly since: number;
}): number | null {
  return one.deadlineAt === null ? one.since + PHOTO_KEPT_MS : null;
}

export type PhotoKind = 'jpeg' | 'png' | 'webp';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/** What a file is by its first bytes, whatever it calls itself; null for anything else. */
export function photoKindOf(bytes: Uint8Array): PhotoKind | null {
  const has = (signature: readonly number[], from = 0) =>
    signature.every((byte, index) => bytes[from + index] === byte);
  if (has(JPEG)) return 'jpeg';
  if (has(PNG)) return 'png';
  return has(RIFF) && has(WEBP, 8) ? 'webp' : null;
}
