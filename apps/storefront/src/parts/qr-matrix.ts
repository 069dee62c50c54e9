/**
 * A QR code (ISO/IEC 18004) of a few digits: version 1, 21 by 21 modules, error correction M, numeric mode. Drawn here because a
 * pick-up code needs no more than this, and a library that draws all forty versions would cost every shopper its weight.
 */
const SIZE = 21;
const DATA_CODEWORDS = 16;
const CHECK_CODEWORDS = 10;
const DIGITS_MAX = 34;

export type Matrix = readonly (readonly boolean[])[];

/** True is dark. Throws for anything that is not 1–34 digits. */
export function qrMatrix(digits: string): Matrix {
  if (!/^\d+$/.test(digits) || digits.length > DIGITS_MAX)
    throw new RangeError(`no digits for a code: ${digits}`);
  const data = dataWords(digits);
  const words = [...data, ...checkWords(data)];
  const candidates = MASKS.map((_, mask) => drawn(words, mask));
  return candidates.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

/** Mode, length and digits in threes of ten bits, padded to the sixteen words. */
function dataWords(digits: string): number[] {
  let bits = `0001${bitsOf(digits.length, 10)}`;
  for (let at = 0; at < digits.length; at += 3) {
    const part = digits.slice(at, at + 3);
    bits += bitsOf(Number(part), part.length * 3 + 1);
  }
  bits += '0'.repeat(Math.min(4, DATA_CODEWORDS * 8 - bits.length));
  bits += '0'.repeat((8 - (bits.length % 8)) % 8);
  const words = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  for (let pad = 0xec; words.length < DATA_CODEWORDS; pad = pad === 0xec ? 0x11 : 0xec) words.push(pad);
  return words;
}

function bitsOf(value: number, length: number): string {
  return value.toString(2).padStart(length, '0');
}

/** Reed–Solomon over GF(256) with 0x11d: the remainder of the data by the generator of ten roots. */
function checkWords(data: readonly number[]): number[] {
  let generator = [1];
  for (let root = 1, n = 0; n < CHECK_CODEWORDS; n += 1, root = times(root, 2)) {
    const next = [...generator, 0];
    for (let at = 0; at < generator.length; at += 1)
      next[at + 1] = next[at + 1]! ^ times(generator[at]!, root);
    generator = next;
  }
  const rest = [...data, ...new Array<number>(CHECK_CODEWORDS).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const lead = rest[at]!;
    for (let n = 0; n < generator.length; n += 1) rest[at + n] = rest[at + n]! ^ times(generator[n]!, lead);
  }
  return rest.slice(data.length);
}

function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function drawn(words: readonly number[], mask: number): boolean[][] {
  const cells = Array.from({ length: SIZE }, () => new Array<boolean | null>(SIZE).fill(null));
  const put = (x: number, y: number, dark: boolean) => {
    if (x >= 0 && y >= 0 && x < SIZE && y < SIZE) cells[y]![x] = dark;
  };
  for (let at = 0; at < SIZE; at += 1) {
    put(6, at, at % 2 === 0);
    put(at, 6, at % 2 === 0);
  }
  for (const [left, top] of [
    [0, 0],
    [SIZE - 7, 0],
    [0, SIZE - 7],
  ] as const)
    for (let dy = -1; dy <= 7; dy += 1)
      for (let dx = -1; dx <= 7; dx += 1) {
        const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3));
        put(left + dx, top + dy, ring !== 2 && ring !== 4);
      }
  drawFormat(put, mask);
  let bit = 0;
  for (let right = SIZE - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < SIZE; step += 1)
      for (const x of [right, right - 1]) {
        const upwards = ((right + 1) & 2) === 0;
        const y = upwards ? SIZE - 1 - step : step;
        if (cells[y]![x] !== null) continue;
        const dark = ((words[bit >>> 3]! >>> (7 - (bit & 7))) & 1) === 1;
        cells[y]![x] = dark !== MASKS[mask]!(x, y);
        bit += 1;
      }
  }
  return cells.map((row) => row.map((cell) => cell === true));
}

/** Level M and the mask, with ten bits of BCH, twice. */
function drawFormat(put: (x: number, y: number, dark: boolean) => void, mask: number): void {
  let rest = mask;
  for (let n = 0; n < 10; n += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (n: number) => ((bits >>> n) & 1) === 1;
  for (let n = 0; n <= 5; n += 1) put(8, n, bit(n));
  put(8, 7, bit(6));
  put(8, 8, bit(7));
  put(7, 8, bit(8));
  for (let n = 9; n < 15; n += 1) put(14 - n, 8, bit(n));
  for (let n = 0; n < 8; n += 1) put(SIZE - 1 - n, 8, bit(n));
  for (let n = 8; n < 15; n += 1) put(8, SIZE - 15 + n, bit(n));
  put(8, SIZE - 8, true);
}

/** How hard a pattern is to read: long runs, blocks, what looks like a finder, and too much of one colour. */
function penalty(matrix: Matrix): number {
  const lines = [...matrix, ...matrix.map((_, x) => matrix.map((row) => row[x]!))];
  let sum = 0;
  for (const line of lines) {
    const text = line.map((dark) => (dark ? '1' : '0')).join('');
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (const pattern of ['10111010000', '00001011101'])
      for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) sum += 40;
  }
  for (let y = 0; y + 1 < SIZE; y += 1)
    for (let x = 0; x + 1 < SIZE; x += 1) {
      const first = matrix[y]![x];
      if (first === matrix[y]![x + 1] && first === matrix[y + 1]![x] && first === matrix[y + 1]![x + 1])
        sum += 3;
    }
  const dark = matrix.flat().filter(Boolean).length;
  return sum + Math.floor(Math.abs((dark * 20) / (SIZE * SIZE) - 10)) * 10;
}
