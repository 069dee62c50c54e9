import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Sale } from './sale.ts';

export type Load = {
  readonly requests: number;
  readonly us: number;
  readonly refused: number;
  readonly broken: number;
  readonly p50Us: number;
  readonly p99Us: number;
};

const script = join(import.meta.dirname, 'shoppers.lua');

/**
 * Shoppers who order as fast as they are answered, each once, over `connections`, with wrk on the same cores. `again`:
 * who was refused tries the next time under the key that came with the refusal.
 */
export function load(options: {
  readonly port: number;
  readonly sale: Sale;
  readonly connections: number;
  readonly seconds: number;
  readonly payFen: number;
  readonly run: string;
  readonly again?: boolean;
}): Promise<Load> {
  const { port, sale, connections, seconds, payFen, run, again = false } = options;
  const host = `127.0.0.1:${port}`;
  const path = `/api/flash/${encodeURIComponent(sale.activityId)}/orders`;
  const args = [
    ...['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, `http://${host}`, '--'],
    ...[sale.shoppersFile, host, path, String(payFen), run, again ? 'again' : 'once'],
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
