import { flashView, quoteRequest, quoteView, venueView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import type { Clocks } from '../../../platform/clocks.ts';
import type { App } from '../../../platform/http/app-types.ts';
import type { Catalog, CatalogPorts } from '../../base/catalog/index.ts';
import type { Members } from '../../base/members/index.ts';
import type { Offers, PlanSource } from './index.ts';
import { createVenue } from './venue.ts';

export type OffersRoutesDeps = {
  readonly clocks: Clocks;
  readonly members: Members;
  readonly plan: PlanSource;
  readonly catalog: Catalog;
  readonly ports: CatalogPorts;
};

/**
 * GET /api/venue · GET /api/flash · POST /api/quotes {lines, region}. All work without a session: a stranger sees a
 * stranger's price.
 */
export function offersRoutes(app: App, offers: Offers, deps: OffersRoutesDeps): void {
  const { clocks, members } = deps;
  const venue = createVenue({ ...deps, flash: offers, wall: clocks.wall });

  app.get(
    '/api/venue',
    { schema: { tags: ['shop'], response: { 200: venueView } }, config: { refusals: ['notFound'] } },
    async () => {
      const view = await venue(clocks.campaign.now());
      // Between campaigns there is no venue.
      if (view === null) throw new Refusal('notFound');
      return view;
    },
  );

  app.get('/api/flash', { schema: { tags: ['shop'], response: { 200: flashView } } }, async () =>
    offers.view(clocks.campaign.now()),
  );

  app.post(
    '/api/quotes',
    {
      schema: { tags: ['trade'], body: quoteRequest, response: { 200: quoteView } },
      config: { refusals: ['notOnSale'] },
    },
    async (request) => {
      const { lines, region } = request.body;
      const buyer = (await members.shopperOf(request)) ?? { shopperId: null, channel: 'direct' };
      const { priced, unavailable } = await offers.price({
        at: clocks.campaign.now(),
        items: lines,
        buyer,
        ...(region === undefined ? {} : { region }),
      });
      if (priced === null || unavailable.length > 0) throw new Refusal('notOnSale', { unavailable });
      return offers.present(priced);
    },
  );
}
