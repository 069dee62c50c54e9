import { fenText } from '@dacu/ui';

/** `+¥5.00`, `-¥5.00`, `¥0.00`. */
export function changeText(fen: number): string {
  return fen > 0 ? `+${fenText(fen)}` : fenText(fen);
}

/** A change is marked, never judged: what is dearer for buyers is often what a shop wants. */
export function toneOf(fen: number): string {
  return fen === 0 ? 'co-quiet' : 'co-rp-moved';
}
