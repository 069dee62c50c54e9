import { readdirSync, readFileSync } from 'node:fs';

/** A tick of the kernel's books, as Linux tells them. */
const TICK_MS = 10;
const TRIES_MAX = 20;
/** Fields of `/proc/N/stat` behind the name of the program, the first of which is the state. */
const [PARENT, OWN, ENDED] = [1, [11, 12], [13, 14]] as const;

/** CPU time of a process and its children in ms, those included that have ended; null where there is no /proc. */
export function cpuMs(pid: number): number | null {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const before = statOf(pid);
    if (before === null) return null;
    const children = childrenOf(pid);
    // A child that ended on the way is in neither sum, or in both.
    if (sum(statOf(pid) ?? [], ENDED) !== sum(before, ENDED)) continue;
    return children.reduce((ms, stat) => ms + sum(stat, OWN), sum(before, OWN) + sum(before, ENDED));
  }
  return null;
}

/** The most that it had so far; null where there is no /proc. */
export const memoryMb = (pid: number): number | null => statusMb(pid, 'VmHWM');
/** What it has now. */
export const residentMb = (pid: number): number | null => statusMb(pid, 'VmRSS');

function statusMb(pid: number, line: 'VmHWM' | 'VmRSS'): number | null {
  try {
    const found = new RegExp(`${line}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(found![1]) / 1_024);
  } catch {
    return null;
  }
}

function sum(stat: readonly string[], fields: readonly number[]): number {
  return fields.reduce((ticks, field) => ticks + Number(stat[field]), 0) * TICK_MS;
}

function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function childrenOf(pid: number): string[][] {
  return readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    return stat !== null && Number(stat[PARENT]) === pid ? [stat] : [];
  });
}
