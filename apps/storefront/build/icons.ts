import { encodePng, parsePath, rasterise, type Shape } from './rasterise.ts';

/** `any` is the mark as it is; `maskable` fills the square and keeps the mark inside the safe circle of 80 %. */
export type IconKind = 'any' | 'maskable';
export const ICONS = [
  { file: 'icons/mark-192.png', sizePx: 192, kind: 'any' },
  { file: 'icons/mark-512.png', sizePx: 512, kind: 'any' },
  { file: 'icons/mask-192.png', sizePx: 192, kind: 'maskable' },
  { file: 'icons/mask-512.png', sizePx: 512, kind: 'maskable' },
  { file: 'icons/apple-180.png', sizePx: 180, kind: 'maskable' },
] as const satisfies readonly { file: string; sizePx: number; kind: IconKind }[];

/** The drawing's own square. */
const VIEW = 32;
/** The mark's share of a maskable icon: a corner of the ticket stays within the safe circle. */
const MASKED_SHARE = 0.62;

/** The shapes of `mark.svg`, in its order. */
export function shapesOf(svg: string): Shape[] {
  return [...svg.matchAll(/<path\b([^>]*)\/>/g)].map(([, attributes = '']) => {
    const value = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
    const stroke = value('stroke');
    return {
      lines: parsePath(value('d') ?? ''),
      stroke: stroke === undefined ? 0 : Number(value('stroke-width') ?? 1),
      colour: rgb(stroke ?? value('fill') ?? '#000'),
    };
  });
}

export function drawIcon(svg: string, icon: { sizePx: number; kind: IconKind }): Buffer {
  const shapes = shapesOf(svg);
  const masked = icon.kind === 'maskable';
  const share = masked ? MASKED_SHARE : 1;
  const pixels = rasterise(shapes, {
    sizePx: icon.sizePx,
    scale: (icon.sizePx * share) / VIEW,
    offsetPx: (icon.sizePx * (1 - share)) / 2,
    // The ticket's own colour runs to the edge, so whatever shape a launcher cuts, nothing but the mark is cut out.
    ground: masked ? (shapes[0]?.colour ?? null) : null,
  });
  return encodePng(pixels, icon.sizePx);
}

function rgb(colour: string): Shape['colour'] {
  const hex = colour.slice(1);
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const part = (at: number) => Number.parseInt(full.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}
