/** A column of a table of text: amounts stand to the right. */
export type TextColumn = { readonly title: string; readonly right?: boolean };

/** Rows under their titles, columns two spaces apart, as wide as what stands in them; Chinese takes two places. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  indent = '  ',
): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => places(row[i] ?? ''))));
  return all.map((row) =>
    `${indent}${columns
      .map(({ right }, i) => {
        const cell = row[i] ?? '';
        const gap = ' '.repeat(widths[i]! - places(cell));
        return right ? `${gap}${cell}` : `${cell}${gap}`;
      })
      .join('  ')}`.trimEnd(),
  );
}

/** How many places of a terminal a text takes. */
function places(text: string): number {
  let count = 0;
  for (const sign of text)
    count +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
        sign,
      )
        ? 2
        : 1;
  return count;
}
