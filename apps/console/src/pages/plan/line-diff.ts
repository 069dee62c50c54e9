export type DiffLine = {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly text: string;
  /** Line in the old text for kept and removed lines, in the new one for added. */
  readonly line: number;
};

/** Past this many pairs of lines, what lies between the common head and tail is shown as wholly replaced. */
const PAIRS_MAX = 6_000_000;

/** Lines that differ, by the longest common run of lines between equal heads and tails. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const now = after.split('\n');
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  )
    tail++;
  const kept = (from: number, until: number): DiffLine[] =>
    old.slice(from, until).map((text, index) => ({ kind: 'kept', text, line: from + index + 1 }));
  return [
    ...kept(0, head),
    ...diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail), head),
    ...kept(old.length - tail, old.length),
  ];
}

function diffMiddle(old: readonly string[], now: readonly string[], offset: number): DiffLine[] {
  const removed = (index: number): DiffLine => ({
    kind: 'removed',
    text: old[index]!,
    line: offset + index + 1,
  });
  const added = (index: number): DiffLine => ({ kind: 'added', text: now[index]!, line: offset + index + 1 });
  if (old.length * now.length > PAIRS_MAX)
    return [...old.map((_, i) => removed(i)), ...now.map((_, i) => added(i))];
  const width = now.length + 1;
  // common[i][j]: how many lines old[i…] and now[j…] share in order.
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i * width + j] =
        old[i] === now[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: 'kept', text: old[i]!, line: offset + i + 1 });
      i++;
      j++;
    } else if (
      j >= now.length ||
      (i < old.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      lines.push(removed(i++));
    } else {
      lines.push(added(j++));
    }
  }
  return lines;
}

/** Only the changed lines with `around` lines of company; each gap between hunks is a null. */
export function hunksOf(lines: readonly DiffLine[], around = 2): (DiffLine | null)[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'kept'),
  );
  const shown: (DiffLine | null)[] = [];
  for (const [index, line] of lines.entries()) {
    if (near[index]) shown.push(line);
    else if (shown.length > 0 && shown.at(-1) !== null) shown.push(null);
  }
  if (shown.at(-1) === null) shown.pop();
  return shown;
}
