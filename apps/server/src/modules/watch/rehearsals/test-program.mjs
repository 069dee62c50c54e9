/**
 * Stands in for the rehearsing program in tests. The seed says how it fares: 1 finishes at once, 2 is refused its place,
 * 3 crashes, 4 works until it is told to stop, 5 does not listen when it is told, 6 finishes with books that are wrong.
 */
const args = process.argv.slice(2);
const given = (name) => args[args.indexOf(name) + 1];
const tell = (line) => process.stdout.write(`${JSON.stringify({ ...line, rssBytes: 1_000 })}\n`);
const fate = Number(given('--seed'));
const sale = { startsAt: 0, endsAt: 1_000, of: Number(given('--visits')) };
const finished = (passed) =>
  tell({ kind: 'finished', review: { reviewId: `${given('--scenario')}-review`, audit: { passed } } });

process.stdin.resume();
process.stdin.once('close', () => process.exit(130));
process.once('SIGTERM', () => {
  if (fate !== 5) process.exit(130);
});
tell({ kind: 'preparing', what: 'database' });
tell({ kind: 'progress', ...sale, at: 500, visits: 20, orders: 3, paidFen: 12_300, calls: 90 });
if (fate === 1 || fate === 6) {
  tell({ kind: 'auditing' });
  finished(fate === 1);
  process.exit(fate === 1 ? 0 : 1);
}
if (fate === 2) {
  tell({ kind: 'refused', reason: 'place', words: 'The disk is full.' });
  process.exit(1);
}
if (fate === 3) throw new Error('a bug of the engine');
setInterval(() => {}, 1_000);
