import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { type LabelCode, labelCode } from './label-code.ts';

const LINKS = [
  'http://localhost:4173/products/pr-phone-lite?from=st-shanghai.AbC-_0123456',
  'https://shop.example/products/pr-a?from=st-b.AAAAAAAAAAAA',
  `https://a-rather-long-name-of-a-shop.example.com/products/pr-${'x'.repeat(80)}?from=st-${'y'.repeat(80)}.zzzzzzzzzzzz`,
];
const PIXELS = 4;

/** Paints the path as a printer would, and reads the pixels with another library than the one that drew them. */
function read({ size, path }: LabelCode, scratched: (x: number, y: number) => boolean = () => false) {
  const side = size * PIXELS;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    if (scratched(Number(x), Number(y))) continue;
    for (let dy = 0; dy < PIXELS; dy += 1)
      for (let dx = 0; dx < PIXELS; dx += 1) {
        const at = ((Number(y) * PIXELS + dy) * side + Number(x) * PIXELS + dx) * 4;
        pixels.fill(0, at, at + 3);
      }
  }
  return jsQR(pixels, side, side)?.data ?? null;
}

test.each(LINKS)('%s is read again from the pixels of its code', (link) => {
  expect(read(labelCode(link))).toBe(link);
});

test('a label with a scratch through its middle is still read, and one without its corner is not', () => {
  const code = labelCode(LINKS[0]!);
  const middle = Math.floor(code.size / 2);
  expect(read(code, (x, y) => Math.abs(x - middle) < 3 && Math.abs(y - middle) < 3)).toBe(LINKS[0]);
  expect(read(code, (x, y) => x < 14 && y < 14)).toBeNull();
});

test('the quiet ground of four modules stands around it', () => {
  const { size, path } = labelCode(LINKS[1]!);
  const at = [...path.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  expect([Math.min(...at), Math.max(...at)]).toEqual([4, size - 5]);
});
