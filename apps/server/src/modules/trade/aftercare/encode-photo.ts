import type { ErrorCode } from '@dacu/contract/errors';
import { PHOTO_PIXELS_MAX, PHOTO_SIDE_PX_MAX, PHOTO_SIDE_PX_MIN, photoKindOf } from '@dacu/engine/aftercare';

export type EncodedPhoto = {
  readonly kind: 'photo';
  /** A JPEG without metadata, turned as it was held. */
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
};
type PhotoRefused = {
  readonly kind: 'refused';
  readonly code: Extract<ErrorCode, 'photoKind' | 'photoPixels' | 'photoDamaged' | 'overloaded'>;
};

const QUALITY = 82;
/** Photos that wait their turn; what they hold of memory is bounded where they come in. */
const WAITING_MAX = 8;
let waiting = 0;
let turn: Promise<unknown> = Promise.resolve();

/**
 * Decodes a file that somebody sent and encodes what it shows anew, so that nothing else of it is kept: no place, no device,
 * no second picture behind the first. One at a time, for a picture of fifty million pixels fills memory. Refuses with
 * `photoKind`, `photoPixels`, `photoDamaged`, or `overloaded` when too many wait.
 */
export async function encodePhoto(file: Buffer): Promise<EncodedPhoto | PhotoRefused> {
  if (photoKindOf(file) === null) return { kind: 'refused', code: 'photoKind' };
  if (waiting >= WAITING_MAX) return { kind: 'refused', code: 'overloaded' };
  waiting += 1;
  const mine = turn.then(() => encode(file)).finally(() => (waiting -= 1));
  turn = mine.catch(() => undefined);
  return mine;
}

async function encode(file: Buffer): Promise<EncodedPhoto | PhotoRefused> {
  const sharp = await library();
  try {
    // The header alone is read here: a bomb is told by what it says it will be.
    const { width, height } = await sharp(file, { limitInputPixels: false }).metadata();
    if (width * height > PHOTO_PIXELS_MAX || Math.min(width, height) < PHOTO_SIDE_PX_MIN)
      return { kind: 'refused', code: 'photoPixels' };
    const { data, info } = await sharp(file, { limitInputPixels: PHOTO_PIXELS_MAX, failOn: 'error' })
      .autoOrient()
      .resize({
        width: PHOTO_SIDE_PX_MAX,
        height: PHOTO_SIDE_PX_MAX,
        ...{ fit: 'inside', withoutEnlargement: true },
      })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { kind: 'photo', bytes: data, width: info.width, height: info.height };
  } catch {
    return { kind: 'refused', code: 'photoDamaged' };
  }
}

let loaded: Promise<typeof import('sharp')['default']> | null = null;

/** Loaded with the first photo: most nodes, and every rehearsal, see none. */
function library() {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    // What photoKindOf lets through, and no other of its many readers.
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({
      operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
    });
    return sharp;
  });
  return loaded;
}
