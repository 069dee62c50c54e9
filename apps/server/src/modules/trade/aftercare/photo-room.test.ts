import { expect, test } from 'vitest';
import { createPhotoRoom } from './photo-room.ts';

test('to the last byte and not one more; what is given back can be taken again, and is given back once', () => {
  const room = createPhotoRoom({ roomBytes: 10, shareBytes: 10 });
  const first = room.take('sh_a', 6);
  expect(room.take('sh_b', 5)).toBeNull();
  expect(room.take('sh_b', 4)).not.toBeNull();
  expect(room.heldBytes()).toBe(10);
  first?.();
  first?.();
  expect(room.heldBytes()).toBe(4);
  expect(room.take('sh_c', 7)).toBeNull();
  expect(room.take('sh_c', 6)).not.toBeNull();
});

test('one shopper has no more than a share, and leaves nothing behind', () => {
  const room = createPhotoRoom({ roomBytes: 10, shareBytes: 4 });
  const given = [room.take('sh_a', 1), room.take('sh_a', 3)];
  expect(room.take('sh_a', 1)).toBeNull();
  expect(room.take('sh_b', 4)).not.toBeNull();
  for (const back of given) back?.();
  expect(room.heldBytes()).toBe(4);
  expect(room.take('sh_a', 4)).not.toBeNull();
});

test('by default a file at its largest finds room, two of one shopper, eight in all', () => {
  const room = createPhotoRoom();
  const largest = 12 * 1024 * 1024;
  const taken = Array.from({ length: 12 }, (_, nth) => room.take(`sh_${Math.floor(nth / 3)}`, largest));
  expect(taken.map((one) => one !== null)).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
  expect(room.take('sh_late', 1)).toBeNull();
});
