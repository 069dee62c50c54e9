import { describe, expect, it } from 'vitest';
import { askFor, readSearch, withChoice, withoutFilters } from './search-state.ts';

const read = (query: string) => readSearch(new URLSearchParams(query));

describe('the address is the search', () => {
  it('asks in fen for what it says in yuan, and only for what was chosen', () => {
    const asked = askFor(read('q=坚果&min=50&max=100&stock=1&sort=priceAsc'), null);
    expect(asked).toMatchObject({
      q: '坚果',
      minFen: 5_000,
      maxFen: 10_000,
      inStock: true,
      sort: 'priceAsc',
      facets: true,
    });
    expect(asked.reduced).toBeUndefined();
  });

  it('takes no nonsense for a choice', () => {
    expect(askFor(read('min=-5&max=1e9&sort=cheapest&stock=yes'), null)).toMatchObject({
      minFen: undefined,
      maxFen: undefined,
      inStock: undefined,
      sort: 'relevance',
    });
  });

  it('fills a cart up: items of the offer, nearest to what is missing first', () => {
    const state = read('topUp=cross-store');
    expect(askFor(state, 3_800)).toMatchObject({
      promotion: 'cross-store',
      reachFen: 3_800,
      sort: 'topUp',
    });
    // Nothing missing, or no cart yet: what sells most is a better first item than the cheapest.
    expect(askFor(state, null)).toMatchObject({
      promotion: 'cross-store',
      reachFen: undefined,
      sort: 'sales',
    });
  });

  it('clears the filters and keeps words, offer and sort', () => {
    const params = new URLSearchParams('q=a&category=gifts&min=1&topUp=p&sort=newest');
    expect(withoutFilters(params).toString()).toBe('q=a&topUp=p&sort=newest');
    expect(withChoice(params, { category: null, tag: 'hit' }).get('tag')).toBe('hit');
    expect(params.get('category')).toBe('gifts');
  });
});
