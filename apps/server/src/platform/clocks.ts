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
