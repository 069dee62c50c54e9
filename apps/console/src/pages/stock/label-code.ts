import encodeQR from 'qr';

/** Modules of quiet ground that a scanner needs around the symbol. */
const QUIET = 4;

export type LabelCode = {
  /** Modules a side, the quiet ground included. */
  readonly size: number;
  /** The dark modules as one path of an SVG of that size. */
  readonly path: string;
};

/** A link as a QR code that still reads with a seventh of it scratched off (error correction M). */
export function labelCode(link: string): LabelCode {
  const rows = encodeQR(link, 'raw', { ecc: 'medium', border: QUIET });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return { size: rows.length, path };
}
