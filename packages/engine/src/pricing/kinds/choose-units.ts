import type { LineBasis } from './kind.ts';

/** How many units each part takes. */
export type PartCapacity = readonly number[];

/**
 * Chooses the units that fill the parts of a bundle at the highest price in all. Sets of units that fit into parts
 * together form a matroid, so taking the dearest unit that still fits, one line after the other, is the best there is;
 * a unit fits when those chosen before can move over to other parts to make room, without leaving.
 *
 * `allowed`: for each line the parts it may stand in. `full`: no part has room left.
 */
export function chooseUnits(
  lines: readonly LineBasis[],
  allowed: readonly (readonly number[])[],
  capacity: PartCapacity,
): { readonly units: number[]; readonly full: boolean } {
  const room = [...capacity];
  /** Units of each line in each part. */
  const placed = lines.map(() => capacity.map(() => 0));
  const units = lines.map(() => 0);
  const dearestFirst = lines
    .map((_, index) => index)
    .sort((a, b) => lines[b]!.unitFen - lines[a]!.unitFen || a - b);

  for (const line of dearestFirst) {
    let left = lines[line]!.subject.quantity;
    while (left > 0) {
      const path = makeRoom(line, allowed, placed, room);
      if (!path) break;
      const count = Math.min(left, path.count);
      for (const { mover, from, to } of path.moves) {
        placed[mover]![to]! += count;
        if (from !== null) placed[mover]![from]! -= count;
      }
      room[path.end]! -= count;
      units[line]! += count;
      left -= count;
    }
  }
  return { units, full: room.every((free) => free === 0) };
}

/** A line moves from one part (null: from outside) to another. */
type Move = { readonly mover: number; readonly from: number | null; readonly to: number };

/** The shortest chain of moves that lets `line` in, and how many units can take it at once. */
function makeRoom(
  line: number,
  allowed: readonly (readonly number[])[],
  placed: readonly (readonly number[])[],
  room: readonly number[],
): { readonly moves: readonly Move[]; readonly end: number; readonly count: number } | null {
  const reachedBy = new Map<number, Move>();
  const queue: number[] = [];
  const reach = (move: Move) => {
    if (reachedBy.has(move.to)) return;
    reachedBy.set(move.to, move);
    queue.push(move.to);
  };
  for (const to of allowed[line]!) reach({ mover: line, from: null, to });

  for (let next = 0; next < queue.length; next++) {
    const part = queue[next]!;
    if (room[part]! > 0) {
      const moves: Move[] = [];
      let count = room[part]!;
      for (let move = reachedBy.get(part)!; ; move = reachedBy.get(move.from)!) {
        moves.push(move);
        if (move.from === null) return { moves, end: part, count };
        count = Math.min(count, placed[move.mover]![move.from]!);
      }
    }
    for (const [mover, parts] of placed.entries()) {
      if (parts[part]! === 0) continue;
      for (const to of allowed[mover]!) reach({ mover, from: part, to });
    }
  }
  return null;
}
