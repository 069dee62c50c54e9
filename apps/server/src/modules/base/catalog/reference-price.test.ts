import { describe, expect, it } from 'vitest';
import { checkReference, referencePrice } from './reference-price.ts';

const at = (local: string) => Date.parse(`${local}:00+08:00`);

describe('the price that may be struck through', () => {
  it('V57: is the lowest deal of the seven days before, so a higher one is blocked', () => {
    const deals = [9900, 8900, 9500].map((fen, i) => ({ at: at(`2026-06-1${i + 3}T12:00`), fen }));
    const reference = referencePrice(deals, at('2026-06-18T10:00'));
    expect(reference).toEqual({ maxReferenceFen: 8900, basis: 'min7d' });
    expect(checkReference(9900, reference)).toBe('block');
    expect(checkReference(8900, reference)).toBe('pass');
  });

  it('V58: falls back to the last deal when nothing sold for seven days', () => {
    const deals = [
      { at: at('2026-05-01T12:00'), fen: 9900 },
      { at: at('2026-05-20T12:00'), fen: 10900 },
    ];
    const reference = referencePrice(deals, at('2026-06-18T10:00'));
    expect(reference).toEqual({ maxReferenceFen: 10900, basis: 'lastDeal' });
    expect(checkReference(10900, reference)).toBe('pass');
  });

  it('V59: counts from 00:00 of the seventh day before, not from the minute before it', () => {
    const deals = [
      { at: at('2026-06-10T23:59'), fen: 8000 },
      { at: at('2026-06-11T00:00'), fen: 8800 },
    ];
    expect(referencePrice(deals, at('2026-06-18T10:00')).maxReferenceFen).toBe(8800);
  });

  it('leaves out a deal at the instant of the start itself', () => {
    const startsAt = at('2026-06-18T10:00');
    const deals = [
      { at: startsAt - 1, fen: 9000 },
      { at: startsAt, fen: 5000 },
    ];
    expect(referencePrice(deals, startsAt).maxReferenceFen).toBe(9000);
  });

  it('allows no reference for what never sold', () => {
    const reference = referencePrice([], at('2026-06-18T10:00'));
    expect(reference).toEqual({ maxReferenceFen: null, basis: 'none' });
    expect(checkReference(1, reference)).toBe('block');
  });
});
