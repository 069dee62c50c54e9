import { opsOrderList, opsOrdersQuery } from '@dacu/contract/api';
import type { App } from '../../../platform/http/app-types.ts';
import type { Members } from '../../base/members/index.ts';
import type { Orders } from './index.ts';
import { linesOf } from './purchase.ts';

/** Operators: GET /api/ops/orders, the search over everybody's purchases. */
export function opsOrdersRoutes(app: App, orders: Orders, { members }: { members: Members }): void {
  app.get(
    '/api/ops/orders',
    {
      schema: {
        summary: 'Purchases of everybody, newest first',
        description:
          'Any operator; without personal data. `q` is whatever is known of it: beginning or end of an order number, a whole phone or its last four digits, part of an item’s title, a SKU or a product, the store where it was seen, the provider’s reference, or the id of a purchase, a shop’s order, a payment, a refund, a return or a shopper. `state` takes several, separated by commas; `from` and `to` are epoch ms of campaign time, half-open. The first page counts what was found, up to 10 000. At most 500 a page.',
        tags: ['ops'],
        querystring: opsOrdersQuery,
        response: { 200: opsOrderList },
      },
      config: { refusals: ['notSignedIn', 'passwordChangeRequired'] },
    },
    async (request) => {
      await members.requireOperator(request);
      const { query } = request;
      const { rows, nextCursor, found } = await orders.search({
        states: query.state ?? [],
        kind: query.kind ?? null,
        channel: query.channel ?? null,
        from: query.from ?? null,
        to: query.to ?? null,
        payFenMin: query.payFenMin ?? null,
        payFenMax: query.payFenMax ?? null,
        sought: query.q ?? '',
        sort: { by: query.sort.endsWith('payFen') ? 'payFen' : 'placedAt', desc: query.sort.startsWith('-') },
        cursor: query.cursor ?? null,
        limit: query.limit,
      });
      return {
        nextCursor,
        found,
        orders: rows.map((row) => ({
          purchaseId: row.purchaseId,
          number: row.body.number,
          kind: row.kind,
          state: row.state,
          title: linesOf(row.body)[0]?.title ?? { zh: '', en: '' },
          placedAt: row.placedAt,
          paidAt: row.paidAt,
          payFen: row.payFen,
          refundedFen: row.refundedFen,
          units: linesOf(row.body).reduce((sum, line) => sum + line.quantity, 0),
          shops: row.body.orders.length,
          channel: row.body.channel,
          editionNo: row.body.editionNo,
        })),
      };
    },
  );
}
