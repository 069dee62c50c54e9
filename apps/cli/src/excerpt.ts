/** Letters that take two columns of a terminal: Chinese, Japanese, Korean, full-width forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const SHOWN_COLUMNS = 96;

const widthOf = (text: string) => [...text].reduce((width, letter) => width + (WIDE.test(letter) ? 2 : 1), 0);

/**
 * The line that a finding stands in, with a caret under what was found. `column` counts UTF-16 units from 1; long lines
 * are cut so that the caret stays in sight.
 */
export function excerpt(line: string, lineNo: number, column: number, found: string): string {
  let start = 0;
  while (widthOf(line.slice(start, column - 1)) > SHOWN_COLUMNS - 30) start += 1;
  const lead = start > 0 ? '…' : '';
  let shown = line.slice(start);
  let tail = '';
  while (widthOf(shown) > SHOWN_COLUMNS) {
    shown = shown.slice(0, -1);
    tail = '…';
  }
  const before = line.slice(start, column - 1);
  const marked = line.startsWith(found, column - 1) ? found : '';
  const carets = Math.max(1, Math.min(widthOf(marked), widthOf(shown) - widthOf(before)));
  const gutter = String(lineNo);
  return [
    `  ${gutter} | ${lead}${shown}${tail}`,
    `  ${' '.repeat(gutter.length)} | ${' '.repeat(widthOf(lead) + widthOf(before))}${'^'.repeat(carets)}`,
  ].join('\n');
}
