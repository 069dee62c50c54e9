/**
 * The only place where adapters and modules are made. Everything else is handed what it needs; a rehearsal makes a
 * context of its own with virtual clocks, seeded ids and a database apart, and drains relay, consumers and due work
 * with `runOnce` where a live server lets the worker role run them.
 * Long because every module is made here, once.
 */
import type { Config } from './config/config.ts';
import { measureQueues, timed } from './measure.ts';
import { type Catalog, createCatalog } from './modules/base/catalog/index.ts';
import { createMembers, type Members, membersConsumer } from './modules/base/members/index.ts';
import { createPlans, type Edition, type LawEvidence, type Plans } from './modules/base/plan/index.ts';
import {
  type Aftercare,
  aftercareConsumer,
  aftercareDue,
  aftercareHandlers,
  createAftercare,
  returnBookTable,
  returnCaseTable,
  returnClaimTable,
  returnedUnshipped,
} from './modules/trade/aftercare/index.ts';
import {
  type Coupons,
  couponClaimTable,
  couponsConsumer,
  couponsDue,
  couponsHandlers,
  couponTable,
  createCoupons,
  createWallet,
} from './modules/trade/coupons/index.ts';
import {
  createDraws,
  createPools,
  type Draws,
  drawCountTable,
  drawShopperTable,
  drawsConsumer,
  drawsDue,
  drawsHandlers,
  drawTable,
} from './modules/trade/draws/index.ts';
import {
  createFulfilment,
  createPickupCodes,
  createSandboxCarriers,
  type Fulfilment,
  fulfilmentConsumer,
  fulfilmentDue,
  fulfilmentHandlers,
  fulfilmentTable,
  type GiveBack,
  noCarriers,
  parcelTable,
  pickupCodeTable,
  pickupTriesTable,
  standings,
} from './modules/trade/fulfilment/index.ts';
import { createInvoices, type Invoices, invoicesConsumer } from './modules/trade/invoices/index.ts';
import { activityTable, createOffers, limitUseTable, type Offers } from './modules/trade/offers/index.ts';
import {
  createOrders,
  createPayable,
  createStoreLinks,
  type Orders,
  ordersConsumer,
  ordersDue,
  ordersHandlers,
  presaleDepositTable,
  presalePayoutTable,
  purchaseClaimTable,
  purchaseTable,
} from './modules/trade/orders/index.ts';
import { createParity, type Parity, parityConsumer, parityDue } from './modules/trade/parity/index.ts';
import {
  createChecks,
  createCodes,
  createPayment,
  createProviders,
  createSandbox,
  createSandboxSender,
  type Deliver,
  type Gateway,
  type Payment,
  paymentDue,
  paymentTable,
  type Sandbox,
  type SandboxSender,
  sandboxDue,
  settlePaymentHandler,
} from './modules/trade/payment/index.ts';
import {
  createPoints,
  createPointsSource,
  type Points,
  pointsAccountTable,
  pointsEntryTable,
} from './modules/trade/points/index.ts';
import {
  createProtection,
  type Protection,
  protectionClaimTable,
  protectionConsumer,
  protectionDue,
  protectionHandlers,
  protectionTable,
} from './modules/trade/protection/index.ts';
import {
  actOnStockHandler,
  createStock,
  placeStockTable,
  type Stock,
  stockActTable,
  stockConsumer,
  stockTable,
} from './modules/trade/stock/index.ts';
import { type Audits, createAudits } from './modules/watch/audits/index.ts';
import { createExceptions, type Exceptions } from './modules/watch/exceptions/index.ts';
import { createInsight, type Insight, insightConsumer } from './modules/watch/insight/index.ts';
import { createRehearsals, type Rehearsals, type Rehearsing } from './modules/watch/rehearsals/index.ts';
import { createReplays, type Replays } from './modules/watch/replays/index.ts';
import { openPools } from './open-pools.ts';
import { connectMessages, connectProviders, type PaymentWire, sandboxGateway } from './payment-wire.ts';
import { bytesFrom, type Chance } from './platform/chance.ts';
import type { Clocks, ShiftedClock } from './platform/clocks.ts';
import type { WriteBehind, WritesTo } from './platform/db/remember-reads.ts';
import type { Db, DbConnection } from './platform/db/types.ts';
import { createDue, type Due } from './platform/due/create-due.ts';
import type { Ids } from './platform/ids.ts';
import { createCaps } from './platform/lane/caps.ts';
import { createLane } from './platform/lane/create-lane.ts';
import { createEscrow, leaseTable } from './platform/lane/escrow.ts';
import { createSoldOutMemory } from './platform/lane/sold-out-memory.ts';
import type { Lane, LaneHandler, LaneTable } from './platform/lane/types.ts';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
import { type Consumers, createConsumers } from './platform/outbox/consumers.ts';
import { createRelay, type Relay } from './platform/outbox/relay.ts';

export type ContextParts = {
  readonly config: Config;
  readonly connection: DbConnection;
  readonly clocks: Clocks;
  /** The clock of a demonstration, that the console may move; null elsewhere. */
  readonly shifted: ShiftedClock | null;
  readonly ids: Ids;
  readonly chance: Chance;
  /** 32 bytes that seal personal data. */
  readonly masterKey: Uint8Array;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How the sandbox's notifications reach us: over HTTP when live, null for a direct call (a rehearsal). */
  readonly deliver: Deliver | null;
  /** The payment providers over real HTTP; null where everything is spoken directly (a rehearsal). */
  readonly wire: PaymentWire | null;
  /** Where reviews of rehearsals are kept; null where there is no data folder. */
  readonly rehearsalsDir: string | null;
  /** How this node rehearses; null where it does not. */
  readonly rehearsing: Rehearsing | null;
  /** The program that replays orders beside this node; null where it does not. */
  readonly replayProgram: string | null;
  /** The auditing program; null where this node runs none. */
  readonly auditProgram: string | null;
  /** How every module sees an edition: a rehearsal shows it scaled down; null shows it as published. */
  readonly editionLens: ((edition: Edition) => Edition) | null;
  /** Nobody else writes this database (a rehearsal): reads are remembered until this process writes to their tables. */
  readonly soleWriter: boolean;
};

export type Context = ContextParts & {
  readonly db: Db;
  /** Where all writes are ours; null where other nodes write too. */
  readonly writesTo: WritesTo | null;
  /** Rows that nobody waits for are written together; null where other nodes write too. */
  readonly writeBehind: WriteBehind | null;
  readonly lane: Lane;
  readonly relay: Relay;
  readonly consumers: Consumers;
  readonly due: Due;
  readonly members: Members;
  readonly catalog: Catalog;
  readonly plan: Plans;
  readonly offers: Offers;
  readonly stock: Stock;
  readonly payment: Payment;
  /** Null on a real database. */
  readonly sandbox: Sandbox | null;
  /** The phones of a simulated database; null on a real one. */
  readonly sandboxSender: SandboxSender | null;
  /** Where the sandbox speaks as the providers do; null where it is spoken to directly. */
  readonly gateway: Gateway | null;
  readonly orders: Orders;
  readonly aftercare: Aftercare;
  readonly invoices: Invoices;
  readonly fulfilment: Fulfilment;
  readonly protection: Protection;
  readonly parity: Parity;
  readonly coupons: Coupons;
  readonly points: Points;
  readonly draws: Draws;
  readonly insight: Insight;
  readonly rehearsals: Rehearsals;
  readonly replays: Replays;
  readonly audits: Audits;
  readonly exceptions: Exceptions;
  /** Answers what the lane took and closes the connections. */
  close(): Promise<void>;
};

/**
 * Every batch locks its rows in the order of this list. Claims stand last: they are read without a lock, and a retry
 * that waited for the rows of its first try on another node must see what that one committed meanwhile.
 */
export const LANE_TABLES = [
  purchaseTable,
  paymentTable,
  fulfilmentTable,
  parcelTable,
  pickupCodeTable,
  pickupTriesTable,
  presaleDepositTable,
  presalePayoutTable,
  returnClaimTable,
  returnBookTable,
  returnCaseTable,
  protectionTable,
  protectionClaimTable,
  activityTable,
  limitUseTable,
  couponTable,
  pointsAccountTable,
  drawShopperTable,
  drawCountTable,
  stockTable,
  placeStockTable,
  leaseTable,
  pointsEntryTable,
  drawTable,
  couponClaimTable,
  stockActTable,
  purchaseClaimTable,
] as const satisfies readonly LaneTable[];

export async function createContext(parts: ContextParts): Promise<Context> {
  const { config, clocks, ids, log, metrics, masterKey } = parts;
  const { databaseKind } = config;
  const { db, laneDb, workerDb, reportDb, memory, writeBehind } = await openPools(parts);

  const writesTo = memory?.writesTo ?? null;
  const { publicOrigin } = config;
  const members = createMembers({ db, clocks, ids, databaseKind, publicOrigin, masterKey, writeBehind });
  const catalog = createCatalog({ db, clocks, soleWriter: parts.soleWriter });
  const plan = seenThrough(
    parts.editionLens,
    createPlans({ db, clocks, ids, lawEvidence: evidenceOf(catalog) }),
  );
  const stock = createStock({ db, reportDb, ids, lane: () => lane });
  const nodeId = ids.next('nd');
  const caps = createCaps({ escrow: createEscrow({ db, nodeId }), wall: clocks.wall });
  const wallet = createWallet(db);
  const offers = createOffers({
    ...{ db, members, catalog, plan, stock, caps, wall: clocks.wall, wallet, writesTo },
    points: createPointsSource(db),
  });

  const pools = createPools({ db, masterKey });
  const payable = createPayable({ db, caps, pools });
  const lane = createLane({
    db: timed(laneDb, metrics),
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
    committed: (wrote) => {
      if (wrote.events > 0) relay.nudge();
      if (wrote.due > 0) due.nudge();
    },
    probe: (point, batch) => {
      if (point === 'locked') metrics.laneBatchCommands.observe(batch.commands.length);
    },
  });

  const sandbox = databaseKind === 'simulated' ? await createSandbox({ db, clocks, ids }) : null;
  const gateway = await sandboxGateway({ db, clocks, ids }, sandbox && parts.wire);
  const providers = createProviders([
    ...(await connectProviders({ clocks, ids, log, wire: parts.wire, gateway })),
    ...(sandbox ? [sandbox.provider] : []),
  ]);
  const sandboxSender = sandbox && createSandboxSender({ db, clocks });
  const checks = createChecks({
    ...{ db, clocks, ids, log, members, sender: sandboxSender ?? connectMessages(parts) },
    codes: createCodes({ masterKey, randomBytes: bytesFrom(parts.chance) }),
  });
  const paymentDeps = { db, lane, clocks, ids, providers, payable, checks };
  const payment = createPayment(paymentDeps);
  const soldOut = createSoldOutMemory({ nodeId, secret: masterKey, wall: clocks.wall });
  const drawsDeps = { db, lane, clocks, plan, pools };
  const draws = createDraws(drawsDeps);
  const trade = { offers, stock, payment, draws, storeLinks: createStoreLinks({ masterKey }) };
  const sandboxCarriers =
    databaseKind === 'simulated' ? createSandboxCarriers({ db, clocks, masterKey }) : null;
  const payouts = sandboxCarriers?.payouts ?? null;
  const ordersDeps = { db, lane, clocks, ids, members, catalog, plan, soldOut, caps, payouts, ...trade };
  const orders = createOrders(ordersDeps);
  const aftercareDeps = {
    ...{ db, lane, clocks, ids, members, catalog, stock, orders, draws, standings },
    sandboxDesk: parts.soleWriter,
    readStanding: async (purchaseId: string) => {
      const lines = (await fulfilment.standingOf([purchaseId])).get(purchaseId) ?? [];
      return new Map(lines.map((line) => [line.lineId, line]));
    },
  };
  const aftercare = createAftercare(aftercareDeps);
  const invoices = createInvoices({ db, ids, members, orders });
  const giveBack: GiveBack = (input) => aftercare.returnLines(input);
  const fulfilmentDeps = {
    ...{ db, lane, clocks, members, catalog, plan, offers, orders, stock, giveBack, sandboxCarriers },
    carriers: sandboxCarriers?.carriers ?? noCarriers,
    payouts,
    codes: createPickupCodes({ masterKey, randomBytes: bytesFrom(parts.chance) }),
    returned: returnedUnshipped,
    simulated: databaseKind === 'simulated',
    // A rehearsal passes months: its warehouses and carriers are heard once a day.
    tickMs: parts.soleWriter ? 86_400_000 : 60_000,
  };
  const fulfilment = createFulfilment(fulfilmentDeps);
  const protectionDeps = { db, lane, ids, catalog, plan, offers, orders };
  const protection = createProtection(protectionDeps);
  const parityDeps = { db, clocks, ids, members, catalog, plan, offers };
  const parity = createParity(parityDeps);
  const coupons = createCoupons({ db, lane, caps, ids, members, plan, offers, masterKey });
  const points = createPoints({ db, plan });
  const insight = createInsight({
    db: reportDb,
    clocks,
    log,
    plan,
    catalog,
    databaseKind,
    rehearsalsDir: parts.rehearsalsDir,
  });
  const rehearsals = createRehearsals({
    ...{ ids, log, plan },
    wallNow: clocks.wall.now,
    rehearsalsDir: parts.rehearsalsDir,
    rehearsing: parts.rehearsing,
  });
  const replays = createReplays({
    ...{ db: reportDb, ids, log, catalog, plan, clocks },
    simulated: databaseKind === 'simulated',
    reviews: insight.rehearsed,
    rehearsalsDir: parts.rehearsalsDir,
    program: parts.replayProgram,
  });
  const audits = createAudits({
    ...{ db: reportDb, ids, log, catalog },
    wallNow: clocks.wall.now,
    program: parts.auditProgram,
  });

  const consumers = createConsumers({
    db: workerDb,
    consumers: [
      membersConsumer(members),
      ordersConsumer({ stock, catalog }),
      drawsConsumer({ ids, plan, pools, randomBytes: bytesFrom(parts.chance) }),
      couponsConsumer({ plan }),
      fulfilmentConsumer(fulfilmentDeps),
      insightConsumer({ plan }),
      protectionConsumer({ plan }),
      parityConsumer({ plan }),
      stockConsumer({ stock, members }),
      aftercareConsumer({ stock, members }),
      invoicesConsumer({ orders }),
    ],
    failed: (err, consumer) => log.error({ err, consumer }, 'a consumer failed; it will try again'),
  });
  const relay = createRelay({
    db: workerDb,
    failed: (err) => log.error({ err }, 'the relay failed; it will try again'),
    positioned: () => consumers.nudge(),
  });
  const deliver: Deliver = parts.deliver ?? directDelivery(payment, clocks);
  const due = createDue({
    db: workerDb,
    clocks,
    handlers: [
      ...ordersDue(ordersDeps),
      ...paymentDue(paymentDeps),
      ...drawsDue(drawsDeps),
      ...couponsDue({ clocks, coupons }),
      ...fulfilmentDue(fulfilmentDeps),
      ...protectionDue(protectionDeps),
      ...parityDue(parityDeps),
      ...aftercareDue(aftercareDeps),
      ...(sandbox ? sandboxDue({ db, clocks }, sandbox, gateway, deliver) : []),
    ],
    failed: (err, item) => log.error({ err, kind: item?.kind, key: item?.key }, 'due work failed'),
  });
  const exceptions = createExceptions({
    due,
    purchasesOf: payment.purchasesOf,
    lists: [
      { of: 'cases', read: aftercare.waiting },
      { of: 'reconciliation', read: payment.unreconciled },
      { of: 'priceDifferences', read: parity.open },
      { of: 'parcels', read: fulfilment.open.parcels },
      { of: 'unallotted', read: fulfilment.open.unallotted },
    ],
  });
  measureQueues(db, clocks, metrics, aftercare.photoRoom);

  return {
    ...parts,
    ...{ db, lane, relay, consumers, due },
    writesTo,
    writeBehind,
    ...{
      members,
      catalog,
      plan,
      offers,
      stock,
      payment,
      sandbox,
      sandboxSender,
      gateway,
      orders,
      aftercare,
      invoices,
      fulfilment,
      protection,
      parity,
      coupons,
      points,
      draws,
      insight,
      rehearsals,
      replays,
      audits,
      exceptions,
    },
    async close() {
      await lane.drain();
      await caps.escrow
        .giveBackAll()
        .catch((err: Error) => log.warn({ err }, 'leases stay until they expire'));
      await gateway?.close();
      await Promise.all([...new Set([db, laneDb, workerDb, reportDb])].map((opened) => opened.close()));
    },
  };
}

function seenThrough(lens: ContextParts['editionLens'], plan: Plans): Plans {
  if (lens === null) return plan;
  const seen = (edition: Edition | null): Edition | null => (edition === null ? null : lens(edition));
  return {
    ...plan,
    editionAt: async (at) => seen(await plan.editionAt(at)),
    edition: async (editionId) => seen(await plan.edition(editionId)),
  };
}

function directDelivery(payment: Payment, clocks: Clocks): Deliver {
  return async (delivery) => {
    const answer = await payment.receive({ at: clocks.campaign.now(), delivery });
    if (answer.kind === 'refused') throw new Error(`the notification was refused: ${answer.code}`);
  };
}

/** Prices of the catalogue as the law looks at them: what a campaign may touch, and what it sold for before. */
function evidenceOf(catalog: Catalog): LawEvidence {
  return async (campaignId, at) => {
    const [skus, history] = await Promise.all([catalog.allSkus(), catalog.priceStretches(at)]);
    const products = await catalog.products([...new Set(skus.map(({ productId }) => productId))]);
    const facts = new Map(products.map(({ productId, attributes }) => [productId, attributes]));
    return skus.map(
      ({ skuId, productId, shopId, categories, brandId, tags, listFen, enrolledCampaignIds }) => ({
        skuId,
        shopId,
        categories,
        brandId,
        tags,
        listFen,
        enrolled: enrolledCampaignIds.includes(campaignId),
        facts: facts.get(productId) ?? [],
        history: history.get(skuId) ?? [],
      }),
    );
  };
}
