import { performance } from 'node:perf_hooks';

/** Sessions, signatures, rate limits, leases, telemetry. */
export type WallClock = { now(): number };

/** Phases, slots, holds, windows, expiries, days of metrics. */
export type CampaignClock = {
  now(): number;
  /** False while paused (the demonstration is down) or virtual time stands still. */
  running(): boolean;
  /** True when it is not the wall clock: shifted in a demonstration, virtual in a rehearsal. */
  shifted(): boolean;
};

export type Clocks = { readonly campaign: CampaignClock; readonly wall: WallClock };

/** A campaign clock that may be moved on: the demonstration's. */
export type ShiftedClock = CampaignClock & {
  /** Moves campaign time forward to `at`; false (and nothing happens) when that lies in the past. */
  moveTo(at: number): boolean;
};

export type VirtualClocks = Clocks & {
  /** Moves both clocks to `at`. Time never goes back: an earlier instant is a bug and throws. */
  advanceTo(at: number): void;
};

const wall: WallClock = { now: () => Date.now() };

/** Campaign time is wall time: a real sale. */
export function realClocks(): Clocks {
  return { wall, campaign: { now: wall.now, running: () => true, shifted: () => false } };
}

/**
 * Campaign time counted from an anchor: a demonstration. Elapsed time comes from the monotonic clock, so a wall clock
 * set right by the network does not make the sale jump. It rests before it is built and after the process ends.
 */
export function shiftedClock(
  anchorAt: number,
  elapsedMs: () => number = () => performance.now(),
): ShiftedClock {
  let at = anchorAt;
  let since = elapsedMs();
  const now = (): number => Math.floor(at + elapsedMs() - since);
  return {
    now,
    running: () => true,
    shifted: () => true,
    moveTo(target) {
      if (target < now()) return false;
      at = target;
      since = elapsedMs();
      return true;
    },
  };
}

export function shiftedClocks(campaign: ShiftedClock): Clocks {
  return { wall, campaign };
}

/** Both clocks stand still until the loop of a rehearsal moves them. */
export function virtualClocks(startAt: number): VirtualClocks {
  let at = startAt;
  const now = (): number => at;
  return {
    wall: { now },
    campaign: { now, running: () => false, shifted: () => true },
    advanceTo(target) {
      if (target < at) throw new Error(`virtual time cannot go back from ${at} to ${target}`);
      at = target;
    },
  };
}
