/** Rows of a CSV file by the names of its first line: quotes as in RFC 4180, every cell trimmed. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...rows] = recordsOf(text.replace(/^\uFEFF/, ''));
  return rows
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => Object.fromEntries((header ?? []).map((name, i) => [name, cells[i] ?? ''])));
}

function recordsOf(text: string): string[][] {
  const records: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|\r|$)/gy;
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    const [, raw = '', end] = match;
    const value = raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;
    records.at(-1)!.push(value.trim());
    if (end === '') break;
    if (end !== ',') records.push([]);
  }
  return records;
}
