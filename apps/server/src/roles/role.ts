/** A part of the work of a process. `stop` finishes what was begun and takes nothing new. */
export type RunningRole = { stop(): Promise<void> };
