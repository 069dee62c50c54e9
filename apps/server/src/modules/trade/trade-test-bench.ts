/** Long because it constructs every module of two floors once, so that no test has to. */
import { createHash, randomBytes } from 'node:crypto';
import type { Address } from '@dacu/contract/api';
import { LANE_TABLES } from '../../context.ts';
import { connectProviders } from '../../payment-wire.ts';
import { secureBytes } from '../../platform/chance.ts';
import { virtualClocks } from '../../platform/clocks.ts';
import { openTestDatabase } from '../../platform/db/test-database.ts';
import { createDue, type Due } from '../../platform/due/create-due.ts';
import { buildApp } from '../../platform/http/build-app.ts';
import { createIds } from '../../platform/ids.ts';
import { createCaps } from '../../platform/lane/caps.ts';
import { createLane, type LaneProbe } from '../../platform/lane/create-lane.ts';
import { createEscrow } from '../../platform/lane/escrow.ts';
import { createSoldOutMemory } from '../../platform/lane/sold-out-memory.ts';
import type { Lane, LaneCommand, LaneHandler } from '../../platform/lane/types.ts';
import { silentLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createConsumers } from '../../platform/outbox/consumers.ts';
import { createRelay } from '../../platform/outbox/relay.ts';
import { createCatalog } from '../base/catalog/index.ts';
import { createMembers, membersConsumer, membersRoutes, passkeyRoutes } from '../base/members/index.ts';
import {
  aftercareConsumer,
  aftercareDue,
  aftercareHandlers,
  aftercareRoutes,
  createAftercare,
  returnedUnshipped,
} from './aftercare/index.ts';
import { couponsHandlers, couponsRoutes, createCoupons, createWallet } from './coupons/index.ts';
import {
  createDraws,
  createPools,
  drawsConsumer,
  drawsDue,
  drawsHandlers,
  drawsRoutes,
} from './draws/index.ts';
import {
  createFulfilment,
  createPickupCodes,
  createSandboxCarriers,
  type FulfilmentDeps,
  fulfilmentConsumer,
  fulfilmentDue,
  fulfilmentHandlers,
  fulfilmentRoutes,
  standings as shippedStandings,
} from './fulfilment/index.ts';
import { createInvoices, invoicesConsumer, invoicesRoutes } from './invoices/index.ts';
import { createOffers, offersRoutes } from './offers/index.ts';
import {
  createOrders,
  createPayable,
  createStoreLinks,
  ordersConsumer,
  ordersDue,
  ordersHandlers,
  ordersRoutes,
  type PlaceAnswer,
  type PurchaseRow,
} from './orders/index.ts';
import { readPurchases } from './orders/store.ts';
import { createParity, parityRoutes } from './parity/index.ts';
import {
  createChecks,
  createCodes,
  createPayment,
  createProviders,
  createSandbox,
  createSandboxSender,
  type Delivery,
  type MessageSender,
  openGateway,
  type PaymentProvider,
  paymentDue,
  paymentRoutes,
  type Sandbox,
  sandboxDue,
  sandboxMessageRoutes,
  sandboxRoutes,
  settlePaymentHandler,
} from './payment/index.ts';
import { createPoints, createPointsSource, pointsRoutes } from './points/index.ts';
import {
  createProtection,
  protectionConsumer,
  protectionDue,
  protectionHandlers,
  protectionRoutes,
} from './protection/index.ts';
import { actOnStockHandler, createStock, stockConsumer, stockRoutes } from './stock/index.ts';
import { SKUS, SLOT_FROM, testSale } from './trade-test-sale.ts';
import { sayShipped } from './trade-test-shipping.ts';
import type { Bench, Node, NodePoints } from './trade-test-types.ts';

export type { Bench, Customer, Node } from './trade-test-types.ts';

const MASTER_KEY = createHash('sha256').update('a key for tests').digest();

export async function openBench(
  options: {
    activityStock?: number;
    onHand?: number;
    /** Providers over their wire; `certificates`: WeChat Pay signs under those. */
    wire?: boolean | 'certificates';
    /** Looks at the world in the middle of each call at a provider. */
    duringCall?: (call: string) => Promise<void>;
    /** Who carries messages; absent: the sandbox's phones; null: nobody. */
    sender?: MessageSender | null;
  } = {},
): Promise<Bench> {
  const database = await openTestDatabase();
  const { db } = database;
  const clocks = virtualClocks(SLOT_FROM);
  const sale = testSale(options.activityStock ?? 10);
  const ids = createIds({ now: clocks.wall.now, randomBytes: secureBytes() });
  const lanes: Lane[] = [];
  const deliveries: Delivery[] = [];
  const switches = { loseNotifications: false };
  const phones = createSandboxSender({ db, clocks });
  const gateway = options.wire
    ? await openGateway({ db, clocks, ids }, options.wire === 'certificates' ? 'certificates' : 'publicKey')
    : null;
  const connected: PaymentProvider[] = await connectProviders({
    ...{ clocks, ids, gateway, log: silentLog },
    wire: {
      notifyOrigin: 'http://shop.test',
      returnOrigin: '',
      providers: { alipay: null, wechatpay: null },
      wechatpayCertificates: false,
    },
  });
  const { duringCall } = options;
  const providersBeside = (sandbox: Sandbox) =>
    createProviders(
      [...connected, sandbox.provider].map((provider) =>
        duringCall === undefined ? provider : watched(provider, duringCall),
      ),
    );
  const shipping = sayShipped({ db, ids, clocks }, shippedStandings);
  const { standings, readStanding } = shipping;

  async function addNode(probe?: LaneProbe, points: NodePoints = {}): Promise<Node> {
    const members = createMembers({ db, clocks, ids, databaseKind: 'simulated', masterKey: MASTER_KEY });
    const stock = createStock({ db, ids, lane: () => lane });
    const caps = createCaps({
      escrow: createEscrow({ db, nodeId: ids.next('nd') }),
      wall: clocks.wall,
    });
    const wallet = createWallet(db);
    const pools = createPools({ db, masterKey: MASTER_KEY });
    const payable = createPayable({ db, caps, pools });
    const laneDb = database.open({ connectionsMax: 1 });
    let committing: readonly LaneCommand[] = [];
    const bare = createLane({
      db: {
        ...laneDb,
        async transaction(work, limits) {
          const value = await laneDb.transaction(work, limits);
          await points.committed?.(committing);
          return value;
        },
      },
      tables: LANE_TABLES,
      handlers: [
        ...ordersHandlers(pools),
        ...drawsHandlers,
        settlePaymentHandler(payable),
        ...aftercareHandlers(standings),
        ...protectionHandlers,
        ...couponsHandlers,
        ...fulfilmentHandlers(returnedUnshipped),
        actOnStockHandler,
      ] as readonly LaneHandler[],
      probe(point, batch) {
        committing = batch.commands;
        return probe?.(point, batch);
      },
    });
    const lane: Lane = {
      async submit(command) {
        await points.gathered?.(command);
        return bare.submit(command);
      },
      drain: bare.drain,
    };
    lanes.push(lane);
    const { catalog, plan } = sale;
    const offers = createOffers({
      ...{ db, members, catalog, plan, stock, caps, wall: clocks.wall, wallet },
      points: createPointsSource(db),
    });
    const sandbox = await createSandbox({ db, clocks, ids });
    const checks = createChecks({
      ...{
        db,
        clocks,
        ids,
        members,
        log: silentLog,
        sender: options.sender === undefined ? phones : options.sender,
      },
      codes: createCodes({ masterKey: MASTER_KEY, randomBytes: secureBytes() }),
    });
    const providers = providersBeside(sandbox);
    const payment = createPayment({ db, lane, clocks, ids, providers, payable, checks });
    const soldOut = createSoldOutMemory({
      nodeId: ids.next('nd'),
      secret: MASTER_KEY,
      wall: clocks.wall,
    });
    const draws = createDraws({ db, lane, clocks, plan, pools });
    const trade = { offers, stock, payment, draws };
    const masterKey = MASTER_KEY;
    const sandboxCarriers = createSandboxCarriers({ db, clocks, masterKey });
    const { payouts } = sandboxCarriers;
    const storeLinks = createStoreLinks({ masterKey });
    const common = { db, lane, clocks, ids, members, catalog, plan, soldOut, caps, payouts };
    const deps = { ...common, storeLinks, ...trade };
    const orders = createOrders(deps);
    const [expiry] = ordersDue(deps);
    const expire = (purchaseIds: readonly string[]) =>
      expiry!.run(purchaseIds.map((purchaseId) => ({ payload: { purchaseId } })));
    const aftercare = createAftercare({
      ...{ db, lane, clocks, ids, members, catalog, stock, orders, draws, standings, readStanding },
      sandboxDesk: false,
    });
    const protection = createProtection({ db, lane, ids, catalog, plan, offers, orders });
    const fulfilmentDeps: FulfilmentDeps = {
      ...{ db, lane, clocks, members, catalog, plan, offers, orders, stock, sandboxCarriers },
      ...{ carriers: sandboxCarriers.carriers, payouts },
      codes: createPickupCodes({ masterKey, randomBytes: secureBytes() }),
      returned: returnedUnshipped,
      giveBack: (input) => aftercare.returnLines(input),
      simulated: true,
      tickMs: 60_000,
    };
    const fulfilment = createFulfilment(fulfilmentDeps);
    const coupons = createCoupons({ db, lane, caps, ids, members, plan, offers, masterKey });
    return {
      lane,
      members,
      offers,
      stock,
      payment,
      sandbox,
      orders,
      aftercare,
      fulfilment,
      fulfilmentDeps,
      protection,
      coupons,
      draws,
      soldOut,
      caps,
      payable,
      expire,
    };
  }

  const node = await addNode();
  await db.transaction((tx) =>
    node.stock.receive(tx, {
      receiptId: 'opening',
      at: SLOT_FROM,
      rows: SKUS.map((entry) => ({ skuId: entry.skuId, quantity: options.onHand ?? 1_000 })),
    }),
  );
  const deliver = async (delivery: Delivery): Promise<void> => {
    deliveries.push(delivery);
    if (switches.loseNotifications) return;
    const answer = await node.payment.receive({ at: clocks.campaign.now(), delivery });
    if (answer.kind === 'refused') throw new Error(answer.code);
  };
  const storeLinks = createStoreLinks({ masterKey: MASTER_KEY });
  const { payouts } = node.fulfilmentDeps;
  const orderDeps = { db, clocks, ids, payouts, storeLinks, ...sale, ...node };
  const due: Due = createDue({
    db,
    clocks,
    handlers: [
      ...ordersDue(orderDeps),
      ...paymentDue({
        ...orderDeps,
        providers: providersBeside(node.sandbox),
        checks: node.payment.checks,
        payable: createPayable({ db, caps: node.caps, pools: node.draws.pools }),
      }),
      ...drawsDue({ ...orderDeps, pools: node.draws.pools }),
      ...protectionDue(orderDeps),
      ...aftercareDue({ ...orderDeps, catalog: sale.catalog, standings, readStanding, sandboxDesk: false }),
      ...fulfilmentDue(node.fulfilmentDeps),
      ...sandboxDue({ db, clocks }, node.sandbox, gateway, deliver),
    ],
  });
  /** The real catalogue, with nothing on its shelves: the test sale brings its own items. */
  const shelves = createCatalog({ db, clocks });
  const relay = createRelay({ db });
  const consumers = createConsumers({
    db,
    consumers: [
      membersConsumer(node.members),
      ordersConsumer({ stock: node.stock, catalog: shelves }),
      drawsConsumer({ ids, plan: sale.plan, pools: node.draws.pools, randomBytes: secureBytes() }),
      protectionConsumer({ plan: sale.plan }),
      aftercareConsumer({ stock: node.stock, members: node.members }),
      invoicesConsumer(node),
      fulfilmentConsumer(node.fulfilmentDeps),
      stockConsumer({ stock: node.stock, members: node.members }),
    ],
  });
  const metrics = createMetrics({ processFigures: false });
  const app = await buildApp({
    log: silentLog,
    metrics,
    ids,
    wallNow: clocks.wall.now,
    version: '0.0.0',
    publicOrigin: null,
    trustProxy: false,
    rates: { address: null, session: null },
    builtApps: [],
  });
  membersRoutes(app, node.members, { clocks, visited: node.coupons.welcomeBack });
  passkeyRoutes(app, node.members, { clocks, waysOf: node.orders.sessionWays });
  stockRoutes(app, node.stock, { clocks, members: node.members, ...sale, shortages: node.offers });
  offersRoutes(app, node.offers, {
    clocks,
    members: node.members,
    plan: sale.plan,
    catalog: shelves,
    ports: {
      priceOf: node.offers.priceOf,
      stockOf: node.offers.shelfOf,
      flashOf: node.offers.itemOf,
      offerOf: node.offers.offerOf,
    },
  });
  ordersRoutes(app, node.orders, { clocks, members: node.members, catalog: sale.catalog });
  paymentRoutes(app, node.payment, { clocks });
  sandboxRoutes(app, node.sandbox, { clocks, gateway });
  sandboxMessageRoutes(app, phones, node);
  couponsRoutes(app, node.coupons, { clocks, members: node.members });
  pointsRoutes(app, createPoints({ db, plan: sale.plan }), { clocks, members: node.members });
  drawsRoutes(app, node.draws, { clocks, members: node.members });
  aftercareRoutes(app, node.aftercare, { clocks, members: node.members });
  const invoices = createInvoices({ db, ids, ...node });
  invoicesRoutes(app, invoices, { clocks, members: node.members });
  fulfilmentRoutes(app, node.fulfilment, { clocks, members: node.members });
  const shelfSide = { ...sale.catalog, shelfPrices: shelves.shelfPrices };
  const parity = createParity({ ...orderDeps, catalog: shelfSide });
  parityRoutes(app, parity, { clocks, members: node.members, catalog: shelfSide, plan: sale.plan });
  protectionRoutes(app, node.protection, { clocks, members: node.members, plan: sale.plan });
  await app.ready();

  const bench: Bench = {
    database,
    db,
    clocks,
    sale,
    node,
    app,
    invoices,
    metrics,
    gateway,
    deliveries,
    get loseNotifications() {
      return switches.loseNotifications;
    },
    set loseNotifications(lose) {
      switches.loseNotifications = lose;
    },
    addNode,

    async advanceTo(at) {
      for (;;) {
        const next = await due.nextAt();
        if (next === null || next > at) break;
        clocks.advanceTo(Math.max(next, clocks.campaign.now()));
        await due.runOnce(clocks.campaign.now());
      }
      clocks.advanceTo(at);
    },

    ship: (row, lines, deliveredAt) => shipping.ship(node.stock, row, lines, deliveredAt),

    async drainEvents() {
      // What consumers tell of themselves is an event too.
      for (let passed = 1; passed > 0; ) {
        passed = await relay.runOnce();
        passed += await consumers.runOnce();
      }
    },

    async shopper() {
      const at = clocks.campaign.now();
      const shopperId = await node.members.shoppers.create({ at, simulated: true });
      const visit = await node.members.shoppers.openVisit({ at, shopperId, channel: 'app' });
      return { ...visit, address: freshAddress() };
    },

    async buy(customer, lines, boxTerms) {
      const at = clocks.campaign.now();
      const { priced } = await node.offers.price({
        at,
        items: lines,
        buyer: customer,
        region: customer.address.region,
      });
      const answer = await node.orders.placePurchase({
        at,
        buyer: customer,
        idempotencyKey: randomBytes(8).toString('hex'),
        request: {
          ...{ lines, expectedPayFen: priced!.quote.payFen, address: customer.address },
          ...(boxTerms && { boxTerms }),
        },
      });
      return placedRow(answer);
    },

    async pay(row) {
      const at = clocks.campaign.now();
      const asked = await node.orders.requestPayment({
        at,
        shopperId: row.shopperId,
        purchaseId: row.purchaseId,
      });
      if (asked.kind === 'refused') throw new Error(asked.code);
      await node.sandbox.decide({ at, providerRef: refOf(asked.payment), outcome: 'succeeded' });
      await bench.advanceTo(at + 2_000);
    },

    async purchase(purchaseId) {
      return (await readPurchases(db, [purchaseId])).get(purchaseId)!;
    },

    async stockRow(skuId) {
      const rows = await db.query<{ onHand: number; reserved: number; locked: number; sold: number }>(
        'select on_hand as "onHand", reserved, locked, sold from stock where sku_id = $1',
        [skuId],
      );
      return rows[0]!;
    },

    async close() {
      await app.close();
      await gateway?.close();
      await Promise.all(lanes.map((lane) => lane.drain()));
      await database.close();
    },
  };
  return bench;
}

export function freshAddress(): Address {
  const digits = String(randomBytes(6).readUIntBE(0, 6)).padStart(15, '0').slice(-9);
  return {
    recipient: '王小明',
    phone: `13${digits}`,
    region: '110000',
    line: `朝阳区望京街${randomBytes(6).toString('hex')}号`,
  };
}

export function placedRow(answer: PlaceAnswer): PurchaseRow {
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.extra)}`);
  return answer.row;
}

export function refOf(payment: { approveUrl: string }): string {
  return payment.approveUrl.split('/').at(-1)!;
}

/** The provider, with somebody who looks before each of its answers. */
function watched(provider: PaymentProvider, look: (call: string) => Promise<void>): PaymentProvider {
  const looking =
    <Args extends unknown[], R>(call: string, work: (...args: Args) => Promise<R>) =>
    async (...args: Args): Promise<R> => {
      await look(call);
      return work(...args);
    };
  return {
    ...provider,
    create: looking('create', provider.create),
    query: looking('query', provider.query),
    close: looking('close', provider.close),
    refund: looking('refund', provider.refund),
    queryRefund: looking('queryRefund', provider.queryRefund),
    bill: provider.bill && looking('bill', provider.bill),
  };
}
