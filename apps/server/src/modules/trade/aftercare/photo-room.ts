import { PHOTO_BYTES_MAX } from '@dacu/engine/aftercare';

/** Uploads of this node hold no more than this together: eight files at their largest. */
const ROOM_BYTES = 8 * PHOTO_BYTES_MAX;
/** And those of one shopper no more than this, who sends photos one after another. */
const SHARE_BYTES = 2 * PHOTO_BYTES_MAX;

/**
 * What uploads may hold of this node's memory. Room is taken before the first byte of a file is read, as much as the
 * request says that it carries, and given back when the photo is kept, refused, or its sender gone; so an upload that
 * finds no room is refused at once and not when it has arrived. Nobody waits for room, and nobody can take all of it.
 */
export type PhotoRoom = {
  /** Gives back what it took, once, however often it is called; null where there is no room. */
  take(shopperId: string, bytes: number): (() => void) | null;
  /** Taken now, by all. */
  heldBytes(): number;
};

export function createPhotoRoom({ roomBytes = ROOM_BYTES, shareBytes = SHARE_BYTES } = {}): PhotoRoom {
  const shares = new Map<string, number>();
  let heldBytes = 0;

  function add(shopperId: string, bytes: number): void {
    heldBytes += bytes;
    const share = (shares.get(shopperId) ?? 0) + bytes;
    if (share === 0) shares.delete(shopperId);
    else shares.set(shopperId, share);
  }

  return {
    take(shopperId, bytes) {
      if (heldBytes + bytes > roomBytes || (shares.get(shopperId) ?? 0) + bytes > shareBytes) return null;
      add(shopperId, bytes);
      let taken = true;
      return () => {
        if (taken) add(shopperId, -bytes);
        taken = false;
      };
    },
    heldBytes: () => heldBytes,
  };
}
