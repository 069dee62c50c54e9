/** The lane takes no more: its queue is full, it is draining, or the batch met others too often. HTTP 503, `overloaded`. */
export class LaneOverloaded extends Error {
  readonly code = 'overloaded';
  readonly reason: 'queueFull' | 'draining' | 'contention';

  constructor(reason: LaneOverloaded['reason'], cause?: unknown) {
    super(`the lane is overloaded: ${reason}`, { cause });
    this.name = 'LaneOverloaded';
    this.reason = reason;
  }
}

/** Thrown by a table's `save` when another node committed one of the same new keys first: the batch runs again. */
export class LaneConflict extends Error {
  constructor(table: string) {
    super(`another node was first in ${table}`);
    this.name = 'LaneConflict';
  }
}
