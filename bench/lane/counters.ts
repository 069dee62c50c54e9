import type { Subject } from './subjects.ts';

/** What a node of ours counts about itself, summed over nodes. */
export type Counters = {
  readonly refusals: ReadonlyMap<string, number>;
  readonly batches: number;
  readonly commands: number;
};

export async function readCounters(nodes: readonly Subject[]): Promise<Counters> {
  const texts = await Promise.all(
    nodes.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()),
  );
  const refusals = new Map<string, number>();
  let [batches, commands] = [0, 0];
  for (const text of texts) {
    for (const [, code, n] of text.matchAll(/^dacu_http_refused_total\{code="(\w+)"\} (\d+)$/gm))
      refusals.set(code!, (refusals.get(code!) ?? 0) + Number(n));
    batches += figureOf(text, 'dacu_lane_batch_commands_count');
    commands += figureOf(text, 'dacu_lane_batch_commands_sum');
  }
  return { refusals, batches, commands };
}

function figureOf(text: string, name: string): number {
  const figure = new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
  if (figure === undefined) throw new Error(`a node does not tell ${name}`);
  return Number(figure);
}

/** Commands in a transaction of the lane, from one reading to the next. */
export function batchOf(before: Counters, after: Counters): number | null {
  const batches = after.batches - before.batches;
  return batches === 0 ? null : (after.commands - before.commands) / batches;
}

/** Whoever was refused was refused for the one reason that was measured, and at least everybody whose answer came. */
export function requireRefusals(
  what: string,
  { before, after }: { readonly before: Counters; readonly after: Counters },
  expected: { readonly code: string | null; readonly refused: number },
): void {
  const since = [...after.refusals]
    .map(([code, n]) => [code, n - (before.refusals.get(code) ?? 0)] as const)
    .filter(([, n]) => n > 0);
  const others = since.filter(([code]) => code !== expected.code);
  const all = since.reduce((sum, [, n]) => sum + n, 0);
  if (others.length > 0 || all < expected.refused)
    throw new Error(`${what}: ${expected.refused} refused, ${JSON.stringify(Object.fromEntries(since))}`);
}
