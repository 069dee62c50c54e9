import { PPM, poolFaults } from '../draw/pool.ts';
import type { CheckedTerms, Path, PlanFinding } from './checkable.ts';
import { error, warning } from './words.ts';

/**
 * Blind boxes: each style has published odds, or a number in a finite pool, and odds are the whole; a guarantee promises
 * something that can be drawn, within what one person may buy.
 */
export function checkBox(
  path: Path,
  id: string,
  terms: Extract<CheckedTerms, { kind: 'box' }>,
): PlanFinding[] {
  const { mode, pityDraws, prizes, written, perPersonMax } = terms;
  const faults = new Set(poolFaults(terms));
  const at = (index: number): Path => [...path, 'odds', index];
  if (!terms.drawn) {
    const sum = prizes.reduce((total, { ppm }) => total + ppm, 0);
    const wrong = written.every(({ odds }) => odds) ? sum !== PPM : sum > PPM;
    return wrong ? [doesNotSum(path, sum)] : [];
  }
  const findings = written.flatMap(({ odds, stock }, index) => [
    ...(mode === 'independent' && !odds ? [error('boxOdds', at(index), id, 'odds: 1%')] : []),
    ...(mode === 'independent' && odds && prizes[index]!.ppm === 0
      ? [error('boxOdds', at(index), '0%', '> 0%')]
      : []),
    ...(mode === 'finite' && (!stock || prizes[index]!.count === 0)
      ? [error('boxStock', at(index), id, 'stock: 40')]
      : []),
    ...(mode === 'finite' && odds ? [error('boxOddsOfFinite', at(index), id, 'stock')] : []),
  ]);
  if (faults.has('prizeTwice')) findings.push(error('boxStyleTwice', [...path, 'odds'], id, 'id'));
  if (mode === 'independent' && written.every(({ odds }) => odds) && faults.has('oddsDoNotSum'))
    findings.push(
      doesNotSum(
        path,
        prizes.reduce((total, { ppm }) => total + ppm, 0),
      ),
    );
  if (faults.has('pityOfFinite') || faults.has('pityWithoutPrize'))
    findings.push(
      error(
        'boxGuarantee',
        [...path, 'guarantee'],
        String(pityDraws),
        mode === 'finite' ? 'draw: independent' : 'guaranteed: true',
      ),
    );
  if (pityDraws !== null && perPersonMax !== null && pityDraws > perPersonMax)
    findings.push(
      warning('boxGuaranteeOutOfReach', [...path, 'guarantee'], String(pityDraws), `≤ ${perPersonMax}`),
    );
  return findings;
}

const doesNotSum = (path: Path, ppm: number) =>
  error('oddsDoNotSum', [...path, 'odds'], `${ppm / 10_000}%`, '100%');
