/** ¥50,000: what one person may win at most on one occasion (反不正当竞争法). */
export const PRIZE_CAP_FEN = 5_000_000;

export type Prize = { readonly valueFen: number | null };

/**
 * The most that one ticket or purchase can win: prizes of one draw exclude each other, several chances add up, and so
 * do prizes that come together, rights of use and discounts among them (V51, V56).
 */
export function mostWonFen(prizes: readonly Prize[], chances: number, together: boolean): number {
  const values = prizes.map(({ valueFen }) => valueFen ?? 0);
  const ofOne = together ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  return ofOne * chances;
}

/** Civil Code art 586: what of a deposit counts as one. `contractFen` is the price after the deposit's extra cut. */
export const depositCapFen = (contractFen: number): number => Math.floor(contractFen / 5);
