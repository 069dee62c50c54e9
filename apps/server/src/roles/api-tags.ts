import type { ApiTag } from '../platform/http/openapi.ts';

/** The chapters of the API's description. */
export const API_TAGS: readonly ApiTag[] = [
  { name: 'shop', description: 'What a visitor sees: venue, flash sale, catalogue, prices, favourites' },
  { name: 'trade', description: 'Quote, cart, purchase, return: what moves stock and money' },
  { name: 'payments', description: 'The payment provider’s side; the sandbox on simulated databases' },
  { name: 'ops', description: 'The sale team: sign-in, plans, switches, board, orders, stock, reviews' },
  { name: 'clock', description: 'Campaign time and wall time' },
  { name: 'health', description: 'For load balancers and Prometheus' },
];
