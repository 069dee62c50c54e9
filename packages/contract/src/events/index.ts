import type { CaseKind, CaseReason, CaseState, Fault } from '@dacu/engine/aftercare';
import type { StockGrade } from '@dacu/engine/ledger';
import type { Actor, PurchaseKind } from '@dacu/engine/order-life';
import type { CheckWay, PaymentRisk } from '@dacu/engine/risk';

/**
 * What the outbox carries, as CloudEvents 1.0 (`type` is ours, `subject` the aggregate, `dacuposition` the outbox position).
 * Long because it is one list. Past tense; payloads hold ids and amounts, never personal data. What moves an order says who moved it (`by`).
 */
export type DacuEvent =
  | {
      type: 'visit.opened';
      subject: string;
      data: { visitId: string; shopperId: string; channel: string };
    }
  | {
      type: 'purchase.placed';
      subject: string;
      data: {
        purchaseId: string;
        shopperId: string;
        kind: PurchaseKind;
        editionId: string;
        channel: string;
        /** Seen in a store before, and in which; left out where there was none. */
        source?: 'store';
        storeId?: string;
        payFen: number;
        freightFen: number;
        region: string;
        holdUntil: number;
        by: Actor;
      };
    }
  | {
      type: 'purchase.paid';
      subject: string;
      data: {
        purchaseId: string;
        /** Said of what costs nothing; its `paymentId` is empty. */
        kind?: 'gift';
        paymentId: string;
        shopperId: string;
        payFen: number;
        freightFen: number;
        channel: string;
        firstOrder: boolean;
        /** The hold had ended and everything was taken again. */
        rehold: boolean;
        by: Actor;
      };
    }
  | {
      /** Of a pre-sale: its units are locked until the balance is paid, or its window ends. */
      type: 'purchase.depositPaid';
      subject: string;
      data: {
        purchaseId: string;
        paymentId: string;
        shopperId: string;
        promotionId: string;
        depositFen: number;
        /** P − s times the quantity: booked, and paid only with the balance (domain §9). */
        bookedFen: number;
        channel: string;
        /** The hold had ended and everything was taken again. */
        rehold: boolean;
        by: Actor;
      };
    }
  | {
      /** The balance was quoted and agreed; coupons and points are held for it until `holdUntil`. */
      type: 'purchase.balanceAgreed';
      subject: string;
      data: { purchaseId: string; payFen: number; holdUntil: number; by: Actor };
    }
  | {
      /** An agreed balance was not paid in time, or is agreed anew: what was held for it is free again. */
      type: 'purchase.balanceReleased';
      subject: string;
      data: { purchaseId: string; by: Actor };
    }
  | {
      /** The deposit was kept up to its legal part; the rest went back. */
      type: 'purchase.forfeited';
      subject: string;
      data: PresaleEnded;
    }
  | {
      /** The deposit went back, once or (with `extraFen`) twice. */
      type: 'purchase.depositReturned';
      subject: string;
      data: PresaleEnded;
    }
  | {
      type: 'purchase.closed';
      subject: string;
      data: { purchaseId: string; reason: 'expired' | 'cancelled'; by: Actor };
    }
  | {
      /** The seller of a pre-sale cannot deliver units that were paid in full; their refund is told beside it. */
      type: 'purchase.sellerDefaulted';
      subject: string;
      data: {
        purchaseId: string;
        refundId: string;
        units: number;
        refundFen: number;
        extraFen: number;
        by: Actor;
        operatorId: string;
        reason: string;
      };
    }
  | {
      /** What a seller owed on top of a refund reached the bank. */
      type: 'purchase.extraPaid';
      subject: string;
      data: { purchaseId: string; fen: number; by: Actor };
    }
  | {
      type: 'purchase.refunded';
      subject: string;
      data: {
        purchaseId: string;
        refundId: string;
        refundFen: number;
        lines: { lineId: string; skuId: string; quantity: number; refundFen: number }[];
        /** Set where a case brought it: its goods had been shipped. */
        caseId?: string;
        by: Actor;
      };
    }
  | {
      /** Price protection was paid on lines; the money is part of what was refunded. */
      type: 'purchase.protected';
      subject: string;
      data: {
        purchaseId: string;
        protectionId: string;
        source: 'claim' | 'automatic';
        fen: number;
        lines: { lineId: string; fen: number }[];
      };
    }
  | {
      /** Of one shop's order; who it is made out to is sealed. `redNoted`: money went back after it was issued. */
      type: 'invoice.requested' | 'invoice.issued' | 'invoice.voided' | 'invoice.redNoted';
      subject: string;
      data: {
        invoiceId: string;
        purchaseId: string;
        orderId: string;
        fen: number;
        by: Actor;
        operatorId?: string;
      };
    }
  | {
      /** A step of an after-sales case; the purchase is the aggregate. */
      type:
        | 'return.requested'
        | 'return.approved'
        | 'return.refused'
        | 'return.withdrawn'
        | 'return.lapsed'
        | 'return.sentBack'
        | 'return.received'
        | 'return.inspected'
        | 'return.refunded'
        | 'return.replaced'
        | 'return.turnedDown';
      subject: string;
      data: CaseStepTold;
    }
  | {
      /** A payment looked risky, and its shopper was asked for a code or a passkey; `reason` is the first of its risks. */
      type: 'payment.checkAsked';
      subject: string;
      data: {
        purchaseId: string;
        checkId: string;
        way: CheckWay;
        amountFen: number;
        risks: PaymentRisk[];
        reason: PaymentRisk;
        by: Actor;
      };
    }
  | {
      /** The code or the signature was right; or the tries of a code are spent, or what came signed was refused. */
      type: 'payment.checkPassed' | 'payment.checkFailed';
      subject: string;
      data: { purchaseId: string; checkId: string; way: CheckWay; by: Actor };
    }
  | {
      /** A payment looked risky and went on unchecked: its shopper has no passkey, and nobody carries messages here. */
      type: 'payment.checkSkipped';
      subject: string;
      data: {
        purchaseId: string;
        paymentId: string;
        amountFen: number;
        risks: PaymentRisk[];
        reason: PaymentRisk;
        by: Actor;
      };
    }
  | {
      /** Money that went back because the purchase could not take it; the purchase itself did not change. */
      type: 'payment.refunded';
      subject: string;
      data: {
        paymentId: string;
        purchaseId: string;
        refundId: string;
        refundFen: number;
        reason: 'alreadyPaid' | 'cancelled' | 'holdLost';
      };
    }
  | {
      /** Seed and terms of a pool of blind boxes are fixed; this is what a later reveal is checked against. */
      type: 'pool.committed';
      subject: string;
      data: {
        poolId: string;
        campaignId: string;
        promotionId: string;
        version: number;
        commitment: string;
        opensAt: number;
        closesAt: number;
      };
    }
  | { type: 'pool.revealed'; subject: string; data: { poolId: string; seed: string } }
  | {
      /** A paid box took its place in the pool; what it holds is its buyer's to open. */
      type: 'box.drawn';
      subject: string;
      data: { purchaseId: string; drawId: string; poolId: string; position: number; ordinal: number };
    }
  | {
      /** Units of an order were set aside in a place, as one parcel. */
      type: 'parcel.allotted';
      subject: string;
      data: ParcelMoved & { pledged?: Pledged; by: Actor };
    }
  | {
      /** Units of a parcel stayed: they came back before it left, or nobody fetched them. */
      type: 'parcel.cancelled';
      subject: string;
      data: ParcelMoved & { pledged?: Pledged; by: Actor; operatorId?: string };
    }
  | {
      /** A parcel left; `rest`: with it all of its order has. */
      type: 'order.shipped';
      subject: string;
      data: ParcelMoved & {
        carrier: string | null;
        trackingNo: string | null;
        rest: boolean;
        by: Actor;
        operatorId?: string;
      };
    }
  | {
      /** What its carrier said that was new, and how the parcel stands by the time of the events. */
      type: 'parcel.tracked';
      subject: string;
      data: {
        purchaseId: string;
        orderId: string;
        parcelId: string;
        carrier: string;
        trackingNo: string;
        state: string;
        scans: { code: string; at: number }[];
        by: Actor;
      };
    }
  | {
      /** A parcel that left and did not arrive was ended by a person. */
      type: 'parcel.unshipped';
      subject: string;
      data: ParcelMoved & {
        goods: 'back' | 'lost';
        instead: 'refund' | 'reship';
        /** Units of it that a case had refunded: they are neither sent nor refunded again. */
        refunded?: readonly { lineId: string; quantity: number }[];
        by: Actor;
        operatorId: string;
      };
    }
  | {
      /** A promise was broken; the money is on its way, as a transfer and not as a refund. */
      type: 'parcel.compensated';
      subject: string;
      data: {
        purchaseId: string;
        orderId: string;
        parcelId: string;
        lateness: 'shipping' | 'delivery';
        fen: number;
        by: Actor;
      };
    }
  | {
      type: 'order.delivered' | 'order.completed' | 'order.uncollected';
      subject: string;
      data: { purchaseId: string; orderId: string; by: Actor };
    }
  | {
      /** Goods stand in their store until `until`. */
      type: 'order.ready' | 'order.pickupReminded';
      subject: string;
      data: {
        purchaseId: string;
        orderId: string;
        parcelId: string;
        placeId: string;
        until: number;
        by: Actor;
        operatorId?: string;
      };
    }
  | {
      type: 'order.collected';
      subject: string;
      data: ParcelMoved & { by: Actor; operatorId: string };
    }
  | {
      type: 'complaint.opened';
      subject: string;
      data: { complaintId: string; purchaseId: string; topic: string };
    }
  | {
      type: 'edition.published';
      subject: string;
      data: { campaignId: string; editionId: string; editionNo: number };
    }
  | {
      type: 'switch.thrown';
      subject: string;
      data: { switchId: string; kind: string; target: string; on: boolean };
    }
  | {
      type: 'priceDifference.found';
      subject: string;
      data: { differenceId: string; storeId: string; skuId: string; onlineFen: number; storeFen: number };
    }
  | {
      type: 'priceDifference.moved';
      subject: string;
      /** `byItself`: the prices met again. */
      data: { differenceId: string; state: 'acknowledged' | 'solved'; byItself: boolean };
    }
  | {
      /** A flash item was reserved, or the reservation given up; the subject is the activity. */
      type: 'flash.reserved' | 'flash.givenUp';
      subject: string;
      data: { activityId: string; shopperId: string; by: Actor };
    }
  | {
      /** A person moved goods; the subject is the sku. Changes are units by place. */
      type: 'stock.moved';
      subject: string;
      data: {
        actId: string;
        kind: 'receive' | 'count' | 'setAside' | 'scrap' | 'transfer';
        skuId: string;
        changes: { placeId: string; onHand: number; unavailable: number }[];
        operatorId: string;
        by: Actor;
      };
    }
  | {
      /** An alert grade became another one; the subject is the sku. Told once for each change. */
      type: 'stock.graded';
      subject: string;
      data: { skuId: string; from: StockGrade | null; to: StockGrade; sellable: number; by: Actor };
    }
  | { type: 'catalogue.imported'; subject: string; data: { products: number; skus: number } };

export type DacuEventType = DacuEvent['type'];

/** What a step of an after-sales case tells; `moved` is how the counted stock moved with it. */
export type CaseStepTold = {
  caseId: string;
  purchaseId: string;
  orderId: string;
  kind: CaseKind;
  reason: CaseReason;
  fault: Fault;
  state: CaseState;
  lines: readonly { lineId: string; skuId: string; quantity: number }[];
  refundFen: number | null;
  replacementId: string | null;
  moved: readonly {
    skuId: string;
    quantity: number;
    how: 'hold' | 'giveBack' | 'restock' | 'setAside';
    placeId?: string;
  }[];
  by: Actor;
  operatorId?: string;
};

/** Units of one shop's order in one place. */
/** A store had set the units aside when the order was placed, or did so now; left out for goods of the network. */
type Pledged = 'before' | 'now';
type ParcelMoved = {
  purchaseId: string;
  orderId: string;
  parcelId: string;
  placeId: string;
  units: { lineId: string; skuId: string; quantity: number }[];
};

type PresaleEnded = {
  purchaseId: string;
  kind: 'balanceUnpaid' | 'buyerCancels' | 'sellerDefault' | 'forceMajeure';
  /** Null when nothing goes back. */
  refundId: string | null;
  refundFen: number;
  forfeitedFen: number;
  extraFen: number;
  by: Actor;
  operatorId?: string;
  reason?: string;
};
