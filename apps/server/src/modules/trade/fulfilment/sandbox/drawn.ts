import { createHash } from 'node:crypto';

/** A number below `below` that follows from a name: chance that a rehearsal can repeat and that needs no state. */
export function drawn(name: string, below: number): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) % below;
}
