import { deflateSync } from 'node:zlib';

/**
 * Draws the few shapes that our mark is made of and writes them as PNG, so that no image is kept beside the drawing it
 * was made from. Paths are absolute or relative M, L, H, V, C, A (as half circles and corners) and Z; fills and round
 * strokes. Every pixel is the mean of 4 × 4 samples.
 */
export type Point = readonly [x: number, y: number];
export type Shape = {
  /** Closed or open lines, in the units of the drawing. */
  readonly lines: readonly (readonly Point[])[];
  /** 0 = fill (nonzero winding); else the width of a stroke with round ends and joins. */
  readonly stroke: number;
  readonly colour: readonly [red: number, green: number, blue: number];
};

const SAMPLES = 4;
const CURVE_STEPS = 16;

/** The lines of an SVG path's `d`, its curves as short straight pieces. */
export function parsePath(d: string): Point[][] {
  const tokens = d.match(/[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)/g) ?? [];
  const lines: Point[][] = [];
  let at: Point = [0, 0];
  let index = 0;
  let command = '';
  const number = () => Number(tokens[index++]);
  const last = () => lines.at(-1)!;
  const to = (point: Point) => {
    last().push(point);
    at = point;
  };
  while (index < tokens.length) {
    if (/[a-zA-Z]/.test(tokens[index]!)) command = tokens[index++]!;
    const relative = command === command.toLowerCase();
    const [ox, oy] = relative ? at : ([0, 0] as const);
    const point = (): Point => [ox + number(), oy + number()];
    switch (command.toUpperCase()) {
      case 'M':
        at = point();
        lines.push([at]);
        command = relative ? 'l' : 'L';
        break;
      case 'L':
        to(point());
        break;
      case 'H':
        to([ox + number(), at[1]]);
        break;
      case 'V':
        to([at[0], oy + number()]);
        break;
      case 'C': {
        const from = at;
        const one = point();
        const two = point();
        const end = point();
        for (let n = 1; n <= CURVE_STEPS; n += 1) to(bezier([from, one, two, end], n / CURVE_STEPS));
        break;
      }
      case 'A': {
        const radius = number();
        index += 2;
        const large = number() === 1;
        const sweep = number() === 1;
        const end = point();
        for (const each of arc(at, end, radius, large, sweep)) to(each);
        break;
      }
      case 'Z':
        to(last()[0]!);
        break;
      default:
        throw new Error(`a path with “${command}” is not drawn here`);
    }
  }
  return lines;
}

function bezier([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const mix = (axis: 0 | 1) =>
    (1 - t) ** 3 * a[axis] +
    3 * (1 - t) ** 2 * t * b[axis] +
    3 * (1 - t) * t ** 2 * c[axis] +
    t ** 3 * d[axis];
  return [mix(0), mix(1)];
}

/** A circle's arc between two points; a radius that is too short for them is made just long enough, as SVG says. */
function arc(from: Point, end: Point, given: number, large: boolean, sweep: boolean): Point[] {
  const dx = end[0] - from[0];
  const dy = end[1] - from[1];
  const half = Math.hypot(dx, dy) / 2;
  const radius = Math.max(given, half);
  const rise = Math.sqrt(Math.max(0, radius ** 2 - half ** 2)) * (large === sweep ? -1 : 1);
  const cx = (from[0] + end[0]) / 2 - (rise * dy) / (2 * half);
  const cy = (from[1] + end[1]) / 2 + (rise * dx) / (2 * half);
  const start = Math.atan2(from[1] - cy, from[0] - cx);
  let turn = Math.atan2(end[1] - cy, end[0] - cx) - start;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  return Array.from({ length: CURVE_STEPS }, (_, n) => {
    const angle = start + (turn * (n + 1)) / CURVE_STEPS;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)] as const;
  });
}

/**
 * Later shapes lie over earlier ones. `scale` is pixels a unit; `offsetPx` is where the drawing's origin stands. Each shape
 * marks the samples that it covers: a fill row by row between its crossings, a stroke around each of its pieces.
 */
export function rasterise(
  shapes: readonly Shape[],
  options: { sizePx: number; scale: number; offsetPx: number; ground: Shape['colour'] | null },
): Uint8Array {
  const { sizePx, scale, offsetPx, ground } = options;
  const across = sizePx * SAMPLES;
  /** In units of samples, whose centres stand at half numbers. */
  const place = ([x, y]: Point): Point => [
    (x * scale + offsetPx) * SAMPLES,
    (y * scale + offsetPx) * SAMPLES,
  ];
  /** Which shape lies on top of each sample, counted from 1. */
  const top = new Uint8Array(across * across);
  for (const [index, shape] of shapes.entries()) {
    const lines = shape.lines.map((line) => line.map(place));
    if (shape.stroke > 0) markStroke(top, across, lines, (shape.stroke * scale * SAMPLES) / 2, index + 1);
    else markFill(top, across, lines, index + 1);
  }
  const pixels = new Uint8Array(sizePx * sizePx * 4);
  for (let py = 0; py < sizePx; py += 1) {
    for (let px = 0; px < sizePx; px += 1) {
      const sum: [number, number, number] = [0, 0, 0];
      let hits = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const row = py * SAMPLES + Math.floor(sample / SAMPLES);
        const colour = shapes[top[row * across + px * SAMPLES + (sample % SAMPLES)]! - 1]?.colour ?? ground;
        if (colour === null) continue;
        hits += 1;
        for (const channel of [0, 1, 2] as const) sum[channel] += colour[channel];
      }
      if (hits === 0) continue;
      const at = (py * sizePx + px) * 4;
      for (const channel of [0, 1, 2] as const) pixels[at + channel] = Math.round(sum[channel] / hits);
      pixels[at + 3] = Math.round((hits * 255) / SAMPLES ** 2);
    }
  }
  return pixels;
}

/** Nonzero winding, row by row. */
function markFill(top: Uint8Array, across: number, lines: readonly (readonly Point[])[], mark: number): void {
  for (let row = 0; row < across; row += 1) {
    const y = row + 0.5;
    const crossings: { x: number; turn: number }[] = [];
    for (const line of lines) {
      for (let n = 1; n < line.length; n += 1) {
        const [ax, ay] = line[n - 1]!;
        const [bx, by] = line[n]!;
        if (ay <= y === by <= y) continue;
        crossings.push({ x: ax + ((y - ay) * (bx - ax)) / (by - ay), turn: by > ay ? 1 : -1 });
      }
    }
    crossings.sort((one, other) => one.x - other.x);
    let winding = 0;
    for (const [n, { x, turn }] of crossings.entries()) {
      winding += turn;
      const next = crossings[n + 1];
      if (winding === 0 || next === undefined) continue;
      const from = Math.max(0, Math.ceil(x - 0.5));
      const to = Math.min(across, Math.ceil(next.x - 0.5));
      if (to > from) top.fill(mark, row * across + from, row * across + to);
    }
  }
}

/** Everything no further than `reach` from a piece of the line: round ends and round joins. */
function markStroke(
  top: Uint8Array,
  across: number,
  lines: readonly (readonly Point[])[],
  reach: number,
  mark: number,
): void {
  const low = (one: number, other: number) => Math.max(0, Math.floor(Math.min(one, other) - reach));
  const high = (one: number, other: number) => Math.min(across, Math.ceil(Math.max(one, other) + reach));
  for (const line of lines) {
    for (let n = 1; n < line.length; n += 1) {
      const [ax, ay] = line[n - 1]!;
      const [bx, by] = line[n]!;
      const [dx, dy] = [bx - ax, by - ay];
      const length = dx ** 2 + dy ** 2;
      for (let row = low(ay, by); row < high(ay, by); row += 1) {
        for (let column = low(ax, bx); column < high(ax, bx); column += 1) {
          const [x, y] = [column + 0.5 - ax, row + 0.5 - ay];
          const along = length === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / length));
          if ((x - along * dx) ** 2 + (y - along * dy) ** 2 <= reach ** 2) top[row * across + column] = mark;
        }
      }
    }
  }
}

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

/** A square RGBA picture as PNG. */
export function encodePng(pixels: Uint8Array, sizePx: number): Buffer {
  const rows = Buffer.alloc(sizePx * (sizePx * 4 + 1));
  for (let y = 0; y < sizePx; y += 1)
    rows.set(pixels.subarray(y * sizePx * 4, (y + 1) * sizePx * 4), y * (sizePx * 4 + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sizePx, 0);
  header.writeUInt32BE(sizePx, 4);
  // Eight bits a channel, colour with alpha; the rest is as every PNG has it.
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  const check = Buffer.alloc(4);
  check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, check]);
}
