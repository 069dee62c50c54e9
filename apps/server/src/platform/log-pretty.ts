const COLOURS: Record<string, string> = {
  debug: '\u001b[2m',
  info: '\u001b[36m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};
const RESET = '\u001b[0m';
const DIM = '\u001b[2m';

/** One JSON log line as a person at a terminal wants it: time, level, words, then the fields that matter. */
export function prettyLine(json: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(json);
  } catch {
    return json;
  }
  const { level, time, msg, err, ...fields } = entry;
  const label = String(level);
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const rest = Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `${DIM}${clock}${RESET} ${COLOURS[label] ?? ''}${label.padEnd(5)}${RESET} ${msg ?? ''}${rest ? ` ${DIM}${rest}${RESET}` : ''}${stack}\n`;
}
