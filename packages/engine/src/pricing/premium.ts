/**
 * What an insurance of the way back costs, once for each shop's order: by how much of such goods comes back. The rates are
 * those of categories, measured before and published with the terms; what one person returned before has no part in it, so
 * that two people pay the same for the same order.
 */
export type Premium = {
  /** Ascending; a band ends below its rate, and the last has no end. */
  readonly bands: readonly { readonly belowBp?: number; readonly fen: number }[];
  /** Of what was shipped, how much came back, by category. */
  readonly ratesBp: Readonly<Record<string, number>>;
  /** The rate of every category that has none. */
  readonly otherBp: number;
};

/** The rate of goods in these categories: the highest of those that have one. */
export function returnRateBp({ ratesBp, otherBp }: Premium, categories: readonly string[]): number {
  const known = categories.flatMap((category) => ratesBp[category] ?? []);
  return known.length === 0 ? otherBp : Math.max(...known);
}

export function premiumFen({ bands }: Premium, rateBp: number): number {
  return bands.find(({ belowBp }) => belowBp === undefined || rateBp < belowBp)!.fen;
}

/** What is wrong with it, in English; empty when it prices every rate, and none below a lower one. */
export function premiumFaults({ bands, ratesBp, otherBp }: Premium): string[] {
  const faults: string[] = [];
  const isRate = (bp: number) => Number.isSafeInteger(bp) && bp >= 0 && bp <= 10_000;
  if (
    bands.length === 0 ||
    bands.some(({ belowBp }, index) => (belowBp === undefined) !== (index === bands.length - 1))
  )
    faults.push('only the last band of a premium has no end');
  bands.forEach(({ belowBp, fen }, index) => {
    const { belowBp: from = 0, fen: lower = 0 } = bands[index - 1] ?? {};
    if (belowBp !== undefined && (!isRate(belowBp) || belowBp <= from))
      faults.push(
        `band ${index + 1} of a premium must end above ${from}, at 10000 at most, but ends at ${belowBp}`,
      );
    if (!Number.isSafeInteger(fen) || fen <= 0 || fen < lower)
      faults.push(
        `band ${index + 1} of a premium must cost 1 or more, and no less than the band below, but costs ${fen}`,
      );
  });
  for (const [category, bp] of [...Object.entries(ratesBp), ['other', otherBp] as const])
    if (!isRate(bp)) faults.push(`the return rate of ${category} must be 0 to 10000, but is ${bp}`);
  return faults;
}
