import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { drawIcon, shapesOf } from './icons.ts';
import { parsePath, rasterise } from './rasterise.ts';

const svg = readFileSync(new URL('../public/mark.svg', import.meta.url), 'utf8');

/** Reads pixels of a PNG of ours: the filter byte is 0 in every row. */
function reader(png: Buffer): (x: number, y: number) => number[] {
  const size = png.readUInt32BE(16);
  const data = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
  return (x, y) => {
    const at = y * (size * 4 + 1) + 1 + x * 4;
    return [...data.subarray(at, at + 4)];
  };
}

it('draws a half circle where the path says so, not its chord', () => {
  const [line] = parsePath('M0 0a4 4 0 0 0 0 8');
  const leftmost = Math.min(...line!.map(([x]) => x));
  expect(leftmost).toBeCloseTo(-4, 1);
  expect(line!.at(-1)![1]).toBeCloseTo(8);
});

it('fills what is inside and nothing else', () => {
  const square = { lines: parsePath('M1 1h2v2h-2Z'), stroke: 0, colour: [9, 8, 7] as const };
  const pixels = rasterise([square], { sizePx: 4, scale: 1, offsetPx: 0, ground: null });
  const alpha = Array.from({ length: 16 }, (_, n) => pixels[n * 4 + 3]);
  expect(alpha).toEqual([0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 0]);
});

it('the mark is the ticket with its character; outside it is clear', () => {
  expect(shapesOf(svg)).toHaveLength(2);
  const png = drawIcon(svg, { sizePx: 64, kind: 'any' });
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const pixelOf = reader(png);
  expect(pixelOf(0, 0)[3]).toBe(0);
  expect(pixelOf(32, 8)).toEqual([0x5a, 0x2b, 0xd8, 255]);
  expect(pixelOf(32, 25)).toEqual([255, 255, 255, 255]);
});

it('a maskable icon covers its whole square and keeps the character in the safe circle', () => {
  const pixelOf = reader(drawIcon(svg, { sizePx: 100, kind: 'maskable' }));
  for (const [x, y] of [
    [0, 0],
    [99, 0],
    [0, 99],
    [99, 99],
  ] as const)
    expect(pixelOf(x, y)).toEqual([0x5a, 0x2b, 0xd8, 255]);
  for (let y = 0; y < 100; y += 1)
    for (let x = 0; x < 100; x += 1)
      if (pixelOf(x, y)[1]! > 200) expect(Math.hypot(x - 49.5, y - 49.5)).toBeLessThan(40);
});
