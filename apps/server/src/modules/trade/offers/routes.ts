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
    {
      schema: {
        summary: 'The venue of the running phase',
        description:
          'Computed from edition and campaign time when it is read: season and its look, phase, node, countdown, offers, flash rail, sections. 404 `notFound` between campaigns. Public.',
        tags: ['shop'],
        response: { 200: venueView },
      },
      config: { refusals: ['notFound'] },
    },
    async () => {
      const view = await venue(clocks.campaign.now());
      // Between campaigns there is no venue.
      if (view === null) throw new Refusal('notFound');
      return view;
    },
  );

  app.get(
    '/api/flash',
    {
      schema: {
        summary: 'The flash slots that run and the next ones',
        description:
          '`stockTaken` counts what is held and what is paid: unpaid holds come back. At most six slots. Public.',
        tags: ['shop'],
        response: { 200: flashView },
      },
    },
    async () => offers.view(clocks.campaign.now()),
  );

  app.post(
    '/api/quotes',
    {
      schema: {
        summary: 'Prices some lines and explains every fen',
        description:
          'Nothing is held or stored. The trace names each promotion that was looked at, applied or not, and why; the allocations of a line sum to its discount. Works without a session, at a stranger’s price. 409 `notOnSale` lists what cannot be bought (`unavailable`).',
        tags: ['trade'],
        body: quoteRequest,
        response: { 200: quoteView },
      },
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
