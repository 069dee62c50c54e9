import { qrMatrix } from './qr-matrix.ts';

const QUIET = 4;

/** Digits as a QR code: dark on white in every theme, since a scanner needs that, with the quiet border it needs too. */
export function QrCode({ digits, label }: { digits: string; label: string }) {
  const matrix = qrMatrix(digits);
  const size = matrix.length + QUIET * 2;
  const path = matrix
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
