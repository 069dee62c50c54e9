import type { Address, PurchaseRequest } from '@dacu/contract/api';
import type { VirtualClocks } from '../../platform/clocks.ts';
import type { TestDatabase } from '../../platform/db/test-database.ts';
import type { Db } from '../../platform/db/types.ts';
import type { App } from '../../platform/http/app-types.ts';
import type { Caps } from '../../platform/lane/caps.ts';
import type { LaneProbe } from '../../platform/lane/create-lane.ts';
import type { SoldOutMemory } from '../../platform/lane/sold-out-memory.ts';
import type { Lane, LaneCommand } from '../../platform/lane/types.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Members } from '../base/members/index.ts';
import type { Aftercare } from './aftercare/index.ts';
import type { Coupons } from './coupons/index.ts';
import type { Draws } from './draws/index.ts';
import type { Fulfilment, FulfilmentDeps } from './fulfilment/index.ts';
import type { Invoices } from './invoices/index.ts';
import type { Offers } from './offers/index.ts';
import type { createPayable, Orders, PurchaseRow } from './orders/index.ts';
import type { Delivery, Gateway, Payment, Sandbox } from './payment/index.ts';
import type { Protection } from './protection/index.ts';
import type { Stock } from './stock/index.ts';
import type { TestSale } from './trade-test-sale.ts';

/** Members and trade on a database of their own, both clocks virtual; every node made here shares that database. */
export type Bench = {
  readonly database: TestDatabase;
  readonly db: Db;
  readonly clocks: VirtualClocks;
  readonly sale: TestSale;
  readonly node: Node;
  readonly app: App;
  readonly invoices: Invoices;
  readonly metrics: Metrics;
  /** Where the sandbox speaks as the providers do, when the bench was opened with `wire`. */
  readonly gateway: Gateway | null;
  /** What the sandbox sent, in order. */
  readonly deliveries: Delivery[];
  /** While true the network eats notifications, as if they had been accepted. */
  loseNotifications: boolean;
  /** Another node, with a lane of its own. */
  addNode(probe?: LaneProbe, points?: NodePoints): Promise<Node>;
  /** Moves both clocks to each due instant up to `at` and does the work. */
  advanceTo(at: number): Promise<void>;
  /** Units of a paid purchase leave the warehouse, and arrive where an instant is given. */
  ship(
    row: PurchaseRow,
    lines: readonly { lineId: string; quantity: number }[],
    deliveredAt?: number,
  ): Promise<void>;
  /** Relay and consumers, until nothing is left. */
  drainEvents(): Promise<void>;
  /** A shopper with an address nobody else has. */
  shopper(): Promise<Customer>;
  /** Places an ordinary purchase at the price it has now. */
  buy(
    customer: Customer,
    lines: PurchaseRequest['lines'],
    boxTerms?: PurchaseRequest['boxTerms'],
  ): Promise<PurchaseRow>;
  /** Asks for the charge, approves it and lets the notification arrive. */
  pay(row: PurchaseRow): Promise<void>;
  purchase(purchaseId: string): Promise<PurchaseRow>;
  stockRow(skuId: string): Promise<{ onHand: number; reserved: number; locked: number; sold: number }>;
  close(): Promise<void>;
};
/** Exact points of a command's way beside those of the lane's own probe, for tests that let a rival act there. */
export type NodePoints = {
  /** Gathered and priced; nothing of it has reached the lane. */
  readonly gathered?: (command: LaneCommand) => Promise<void>;
  /** The batch is committed; nobody was answered yet. */
  readonly committed?: (commands: readonly LaneCommand[]) => Promise<void>;
};
export type Node = {
  readonly lane: Lane;
  readonly members: Members;
  readonly offers: Offers;
  readonly stock: Stock;
  readonly payment: Payment;
  readonly sandbox: Sandbox;
  readonly orders: Orders;
  readonly aftercare: Aftercare;
  readonly fulfilment: Fulfilment;
  readonly fulfilmentDeps: FulfilmentDeps;
  readonly protection: Protection;
  readonly coupons: Coupons;
  readonly draws: Draws;
  readonly caps: Caps;
  readonly payable: ReturnType<typeof createPayable>;
  readonly soldOut: SoldOutMemory;
  /** What the due work does when holds reach their deadline. */
  expire(purchaseIds: readonly string[]): Promise<void>;
};
export type Customer = {
  readonly shopperId: string;
  readonly visitId: string;
  readonly channel: string;
  readonly address: Address;
};
