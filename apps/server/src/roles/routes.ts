import { Refusal } from '@dacu/contract/errors';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { type CatalogPorts, catalogRoutes } from '../modules/base/catalog/index.ts';
import { membersRoutes, passkeyRoutes, peopleRoutes } from '../modules/base/members/index.ts';
import { planRoutes } from '../modules/base/plan/index.ts';
import { aftercareRoutes } from '../modules/trade/aftercare/index.ts';
import { couponsRoutes } from '../modules/trade/coupons/index.ts';
import { drawsRoutes } from '../modules/trade/draws/index.ts';
import { fulfilmentRoutes } from '../modules/trade/fulfilment/index.ts';
import { invoicesRoutes } from '../modules/trade/invoices/index.ts';
import { offersRoutes } from '../modules/trade/offers/index.ts';
import { ordersRoutes } from '../modules/trade/orders/index.ts';
import { parityRoutes } from '../modules/trade/parity/index.ts';
import {
  paymentRoutes,
  reconciliationRoutes,
  sandboxMessageRoutes,
  sandboxRoutes,
} from '../modules/trade/payment/index.ts';
import { pointsRoutes } from '../modules/trade/points/index.ts';
import { protectionRoutes } from '../modules/trade/protection/index.ts';
import { stockRoutes } from '../modules/trade/stock/index.ts';
import { auditsRoutes } from '../modules/watch/audits/index.ts';
import { exceptionsRoutes } from '../modules/watch/exceptions/index.ts';
import { insightRoutes } from '../modules/watch/insight/index.ts';
import { rehearsalsRoutes } from '../modules/watch/rehearsals/index.ts';
import { replaysRoutes } from '../modules/watch/replays/index.ts';
import type { App } from '../platform/http/app-types.ts';

/** The routes of every module, each handed what it asks for. */
export function moduleRoutes(app: App, context: Context): void {
  const { clocks, members, catalog, plan, offers, orders, payment, stock, ids, metrics } = context;
  const ports = catalogPorts(context);
  membersRoutes(app, members, { clocks, visited: context.coupons.welcomeBack });
  passkeyRoutes(app, members, { clocks, waysOf: orders.sessionWays });
  peopleRoutes(app, members);
  catalogRoutes(app, catalog, {
    clocks,
    ports,
    shopperOf: (request) => unlessRefused(members.requireShopper(request).then((caller) => caller.shopperId)),
    requireOperator: members.requireOperator,
    requireImporter: (request) => members.requireOperator(request, ['commander', 'merchandiser']),
    async receiveStock(tx, rows, at) {
      await stock.receive(tx, { receiptId: ids.next('rc'), at, rows });
    },
    noteImport: (tx, by, detail) =>
      members.people.noteAct(tx, { kind: 'catalogueImported', subject: 'catalogue', detail, by }),
  });
  planRoutes(app, plan, {
    clocks,
    requireOperator: members.requireOperator,
    spentFen: context.insight.spentFen,
  });
  offersRoutes(app, offers, { clocks, members, plan, catalog, ports, writesTo: context.writesTo });
  ordersRoutes(app, orders, { clocks, members, catalog });
  paymentRoutes(app, payment, { clocks });
  reconciliationRoutes(app, payment, { clocks, members });
  if (context.sandbox) sandboxRoutes(app, context.sandbox, { clocks, gateway: context.gateway });
  if (context.sandboxSender) sandboxMessageRoutes(app, context.sandboxSender, { members });
  aftercareRoutes(app, context.aftercare, { clocks, members });
  invoicesRoutes(app, context.invoices, { clocks, members });
  fulfilmentRoutes(app, context.fulfilment, { clocks, members });
  parityRoutes(app, context.parity, { clocks, members, catalog, plan });
  protectionRoutes(app, context.protection, { clocks, members, plan });
  couponsRoutes(app, context.coupons, { clocks, members });
  pointsRoutes(app, context.points, { clocks, members });
  drawsRoutes(app, context.draws, { clocks, members });
  stockRoutes(app, stock, { clocks, members, catalog, plan, shortages: offers });
  insightRoutes(app, context.insight, { clocks, members, metrics });
  rehearsalsRoutes(app, context.rehearsals, { members });
  replaysRoutes(app, context.replays, { members });
  auditsRoutes(app, context.audits, { members });
  exceptionsRoutes(app, context.exceptions, { clocks, members });
}

/** What the catalogue asks of the floor above it. */
export function catalogPorts({ offers, writesTo }: Context): CatalogPorts {
  return {
    priceOf: offers.priceOf,
    stockOf: offers.shelfOf,
    stockChanges: writesTo && ((at) => writesTo('stock', 'activity') + offers.shelfTurns(at)),
    flashOf: offers.itemOf,
    offerOf: offers.offerOf,
  };
}

/** Whether a signed-in operator asks. */
export async function isOperator(context: Context, request: FastifyRequest): Promise<boolean> {
  return (await unlessRefused(context.members.requireOperator(request))) !== null;
}

/** Null instead of a refusal; anything else stays an error. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
