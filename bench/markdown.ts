/** Rows as a table for RESULTS.md: the columns are the first row's fields, without those that say nothing in any row. */
export function markdown(rows: readonly Readonly<Record<string, string>>[]): string {
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.some((row) => row[name] !== ''));
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(names),
    `|${'---|'.repeat(names.length)}`,
    ...rows.map((row) => line(names.map((name) => row[name]!))),
  ].join('\n');
}

/** Thousands apart, so many digits behind the point. */
export function figure(value: number | null, digits = 0): string {
  if (value === null || !Number.isFinite(value)) return '';
  const [whole, rest] = value.toFixed(digits).split('.');
  const spaced = whole!.replace(/\B(?=(\d{3})+$)/g, ' ');
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
