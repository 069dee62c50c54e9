import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sale } from './sale.ts';

export type Load = {
  readonly requests: number;
  readonly us: number;
  readonly refused: number;
  readonly broken: number;
  readonly p50Us: number;
  readonly p99Us: number;
  /** What the load itself took while it ran, user and system. */
  readonly cpuUs: number;
};

const script = join(import.meta.dirname, 'shoppers.lua');

/** An item on offer and what one of it costs. */
export type Offer = { readonly activityId: string; readonly payFen: number };

/**
 * Shoppers who order as fast as they are answered, each once, over `connections`, with wrk on the same cores. Several
 * offers are ordered in turn; over several ports the connections and the shoppers are shared out, and one wrk each
 * loads them at the same time. `again`: who was refused tries the next time under the key that came with the refusal.
 */
export async function load(options: {
  readonly ports: readonly number[];
  readonly sale: Sale;
  readonly offers: readonly Offer[];
  readonly connections: number;
  readonly seconds: number;
  readonly run: string;
  readonly again?: boolean;
  /** Of the shoppers of the sale, those from here on. */
  readonly first?: number;
}): Promise<Load> {
  const { ports, sale, offers, first = 0 } = options;
  const offersFile = join(dirname(sale.shoppersFile), 'offers');
  writeFileSync(
    offersFile,
    offers
      .map(({ activityId, payFen }) => `/api/flash/${encodeURIComponent(activityId)}/orders ${payFen}\n`)
      .join(''),
  );
  const share = Math.floor(sale.shoppers / ports.length);
  const loads = await Promise.all(
    ports.map((port, nth) =>
      loadOne({ ...options, port, offersFile, first: first + nth * share, count: share }),
    ),
  );
  return loads.reduce((one, other) => ({
    requests: one.requests + other.requests,
    us: Math.max(one.us, other.us),
    refused: one.refused + other.refused,
    broken: one.broken + other.broken,
    // Of several nodes the slowest is told.
    p50Us: Math.max(one.p50Us, other.p50Us),
    p99Us: Math.max(one.p99Us, other.p99Us),
    cpuUs: one.cpuUs + other.cpuUs,
  }));
}

function loadOne(options: {
  readonly port: number;
  readonly ports: readonly number[];
  readonly sale: Sale;
  readonly offersFile: string;
  readonly connections: number;
  readonly seconds: number;
  readonly run: string;
  readonly first: number;
  readonly count: number;
  readonly again?: boolean;
}): Promise<Load> {
  const { port, ports, sale, seconds, run, first, count, again = false } = options;
  const host = `127.0.0.1:${port}`;
  const connections = Math.max(1, Math.floor(options.connections / ports.length));
  const args = [
    ...['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, `http://${host}`, '--'],
    ...[sale.shoppersFile, host, options.offersFile, `${run}-${first}`, String(first), String(count)],
    again ? 'again' : 'once',
  ];
  const wrk = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  wrk.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    wrk.once('error', reject);
    wrk.once('close', () => {
      const result = /^RESULT (.*)$/m.exec(text)?.[1];
      if (result === undefined) reject(new Error(`wrk said nothing usable:\n${text}`));
      else resolve(JSON.parse(result) as Load);
    });
  });
}
