export type Timing = { readonly perSecond: number; readonly p50Us: number; readonly p99Us: number };

/** Calls one after the other for so long, after as many to warm up; `call` gets the number of the call. */
export async function timeCalls(seconds: number, call: (i: number) => unknown): Promise<Timing> {
  const warmUntil = performance.now() + seconds * 300;
  for (let i = 0; performance.now() < warmUntil; i++) await call(i);
  const tookUs: number[] = [];
  const until = performance.now() + seconds * 1_000;
  for (let i = 0; performance.now() < until; i++) {
    const from = process.hrtime.bigint();
    const answer = call(i);
    if (answer instanceof Promise) await answer;
    tookUs.push(Number(process.hrtime.bigint() - from) / 1_000);
  }
  tookUs.sort((a, b) => a - b);
  const sumUs = tookUs.reduce((a, b) => a + b, 0);
  const at = (share: number) => tookUs[Math.floor(tookUs.length * share)]!;
  return { perSecond: (tookUs.length / sumUs) * 1_000_000, p50Us: at(0.5), p99Us: at(0.99) };
}

/**
 * The 99th percentile over the carts of each one's fastest call out of several: what the hardest carts cost, apart from
 * what else the machine was doing.
 */
export function hardestUs(count: number, call: (i: number) => unknown, repeats = 9): number {
  const fastest = Array.from({ length: count }, (_, i) => {
    let leastUs = Number.POSITIVE_INFINITY;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const from = process.hrtime.bigint();
      call(i);
      leastUs = Math.min(leastUs, Number(process.hrtime.bigint() - from) / 1_000);
    }
    return leastUs;
  });
  return Math.round(fastest.sort((a, b) => a - b)[Math.floor(count * 0.99)]!);
}

/** The middle of several rounds, figure by figure, rounded. */
export function medians(rounds: readonly Timing[]): Timing {
  const middle = (pick: (timing: Timing) => number) =>
    Math.round([...rounds].map(pick).sort((a, b) => a - b)[Math.floor(rounds.length / 2)]!);
  return {
    perSecond: middle((t) => t.perSecond),
    p50Us: middle((t) => t.p50Us),
    p99Us: middle((t) => t.p99Us),
  };
}
