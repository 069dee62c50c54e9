import { crc32 } from 'node:zlib';
import { PHOTO_SIDE_PX_MAX } from '@dacu/engine/aftercare';
import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import { type EncodedPhoto, encodePhoto } from './encode-photo.ts';

/** A picture of a shelf, as a phone takes it: red above, blue below. */
function picture(width: number, height: number) {
  const top = {
    input: { create: { width, height: height / 2, channels: 3 as const, background: '#c02020' } },
  };
  return sharp({ create: { width, height, channels: 3, background: '#2020c0' } }).composite([
    { ...top, top: 0, left: 0 },
  ]);
}
const GPS = {
  IFD0: { Make: 'Phone', Model: 'Nine' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1' },
};

async function kept(file: Buffer): Promise<EncodedPhoto> {
  const answer = await encodePhoto(file);
  if (answer.kind === 'refused') throw new Error(answer.code);
  return answer;
}

/** The colour in the middle of a part of it. */
async function colourAt(
  bytes: Buffer,
  left: number,
  top: number,
): Promise<'red' | 'blue' | 'white' | 'other'> {
  const { data } = await sharp(bytes)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [red = 0, green = 0, blue = 0] = data;
  if (Math.min(red, green, blue) > 240) return 'white';
  if (red > 150 && blue < 80) return 'red';
  return blue > 150 && red < 80 ? 'blue' : 'other';
}

describe('what is kept of a photo', () => {
  it('has no place, no device, and stands as it was held', async () => {
    const file = await picture(400, 200).withExif(GPS).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const before = await sharp(file).metadata();
    expect([before.orientation, before.exif === undefined]).toEqual([6, false]);
    const { bytes, width, height } = await kept(file);
    expect([width, height]).toEqual([200, 400]);
    const after = await sharp(bytes).metadata();
    expect([after.format, after.exif, after.xmp, after.icc, after.iptc, after.orientation]).toEqual([
      'jpeg',
      ...Array.from({ length: 5 }, () => undefined),
    ]);
    expect(bytes.includes('Phone') || bytes.includes('Exif')).toBe(false);
    // Turned clockwise, what was above is on the right.
    expect([await colourAt(bytes, 20, 200), await colourAt(bytes, 180, 200)]).toEqual(['blue', 'red']);
  });

  it('is not longer than a screen, and small ones stay as they are', async () => {
    const large = await kept(await picture(4_000, 1_000).jpeg().toBuffer());
    expect([large.width, large.height]).toEqual([PHOTO_SIDE_PX_MAX, 512]);
    const small = await kept(await picture(100, 80).png().toBuffer());
    expect([small.width, small.height]).toEqual([100, 80]);
  });

  it('is the picture alone: what follows it in the file is gone', async () => {
    const file = await picture(100, 80).jpeg().toBuffer();
    const { bytes } = await kept(Buffer.concat([file, Buffer.from('<script>secret</script>')]));
    expect(bytes.includes('secret')).toBe(false);
  });

  it('stands on white where a file lets through', async () => {
    const clear = sharp({ create: { width: 80, height: 80, channels: 4, background: '#00000000' } });
    for (const file of [await clear.clone().png().toBuffer(), await clear.clone().webp().toBuffer()])
      expect(await colourAt((await kept(file)).bytes, 40, 40)).toBe('white');
  });
});

/** A PNG that says it is so large. */
async function lying(width: number, height: number): Promise<Buffer> {
  const file = Buffer.from(await picture(80, 80).png().toBuffer());
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
  return file;
}

describe('what is refused', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>');
  test.each([
    ['an SVG, whatever it is called', async () => svg, 'photoKind'],
    ['a GIF', () => picture(80, 80).gif().toBuffer(), 'photoKind'],
    ['a TIFF', () => picture(80, 80).tiff().toBuffer(), 'photoKind'],
    ['an AVIF', () => picture(80, 80).avif({ effort: 0 }).toBuffer(), 'photoKind'],
    ['nothing', async () => Buffer.alloc(0), 'photoKind'],
    ['more pixels than a phone takes', () => lying(10_000, 5_001), 'photoPixels'],
    ['a strip that shows nothing', () => picture(2_000, 40).png().toBuffer(), 'photoPixels'],
    [
      'a header and nothing else',
      async () => (await picture(800, 600).jpeg().toBuffer()).subarray(0, 40),
      'photoDamaged',
    ],
    ['half a JPEG', async () => half(await picture(800, 600).jpeg().toBuffer()), 'photoDamaged'],
    ['half a PNG', async () => half(await picture(800, 600).png().toBuffer()), 'photoDamaged'],
    ['half a WebP', async () => half(await picture(800, 600).webp().toBuffer()), 'photoDamaged'],
    ['a header that lies about a small picture', () => lying(5_000, 5_000), 'photoDamaged'],
    [
      'a script behind the first bytes of a JPEG',
      async () => Buffer.concat([Buffer.of(255, 216, 255), svg]),
      'photoDamaged',
    ],
  ] as const)('%s', async (_, file, code) => {
    expect(await encodePhoto(await file())).toEqual({ kind: 'refused', code });
  });

  it('more than wait their turn', async () => {
    const file = await picture(1_200, 900).jpeg().toBuffer();
    const answers = await Promise.all(Array.from({ length: 10 }, () => encodePhoto(file)));
    expect(answers.filter(({ kind }) => kind === 'photo')).toHaveLength(8);
    expect(answers.at(-1)).toEqual({ kind: 'refused', code: 'overloaded' });
    // Nobody is kept out afterwards.
    expect((await encodePhoto(file)).kind).toBe('photo');
  });
});

const half = (file: Buffer) => file.subarray(0, Math.floor(file.length / 2));
