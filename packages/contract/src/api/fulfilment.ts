import { PARCEL_STATES, SCAN_CODES } from '@dacu/engine/fulfilment';
import { ORDER_STATES } from '@dacu/engine/order-life';
import { z } from 'zod';
import { fen, instant, page, province, text } from './basics.ts';

/**
 * How goods reach their buyer. A station or locker only with the buyer's consent (快递市场管理办法), which is recorded with
 * the order; a store only where it has all of it.
 */
export const deliveryChoice = z.discriminatedUnion('way', [
  z.object({
    way: z.literal('ship'),
    toStation: z.boolean().default(false),
    /** The buyer was asked and agreed. */
    stationConsent: z.boolean().default(false),
  }),
  z.object({ way: z.literal('pickup'), placeId: z.string().min(1).max(80) }),
]);
export type DeliveryChoice = z.infer<typeof deliveryChoice>;

/** GET /api/delivery-options?region=310000&skus=sk-1:2,sk-2:1 — ways and promises for these goods, before they are ordered. */
export const deliveryQuery = z.object({
  region: province,
  skus: z
    .string()
    .max(4_000)
    .transform((value) => value.split(',').filter((part) => part !== ''))
    .pipe(
      z
        .array(z.string().regex(/^[\w-]{1,80}:[1-9]\d{0,3}$/))
        .min(1)
        .max(100),
    ),
});
const place = z.object({ placeId: z.string(), name: text, address: text, hours: text.nullable() });
export const deliveryOptions = z.object({
  /** If it were paid now; both instants are not included. */
  shipBy: instant,
  deliverBy: instant,
  /** Warehouses have all of it beyond what a pre-sale keeps; where they have not, it can only be collected in one of `stores`. */
  shippable: z.boolean(),
  /** Of which goods fewer can be sent than were asked for, and how many of them; empty where all of it can. */
  short: z.array(z.object({ skuId: z.string(), left: z.number().int() })),
  /** A station or pick-up point is proposed there, and asked about. */
  remote: z.boolean(),
  carriers: z.array(z.object({ id: z.string(), title: text, priority: z.boolean() })),
  /** What a late parcel is paid; null where nothing is promised. */
  late: z.object({ bp: z.number().int(), minFen: fen, maxFen: fen }).nullable(),
  /** Stores that have all of it. */
  stores: z.array(place.extend({ keepDays: z.number().int() })),
});
export type DeliveryOptions = z.infer<typeof deliveryOptions>;

/** GET /api/skus/:skuId/stores?region=310000 — stores that carry an item, those near the region first. */
export const storesAsked = z.object({ region: province.optional() });
export const storesWith = z.object({
  asOf: instant,
  stores: z.array(
    place.extend({
      /** It serves the region that was asked for. */
      near: z.boolean(),
      /** Free on its shelf: more than 5, 1 to 5, none. */
      band: z.enum(['plenty', 'few', 'none']),
      /** Told at 3 and fewer. */
      left: z.number().int().nullable(),
    }),
  ),
});
export type StoresWith = z.infer<typeof storesWith>;

/** POST /api/store-links — a shopper opened what a store's label leads to; `from` is the word in the link. */
export const storeLinkOpen = z.object({
  productId: z.string().min(1).max(80),
  from: z.string().min(3).max(120),
});
export const storeLinkOpened = z.object({
  placeId: z.string(),
  name: text,
  /** A purchase of the product before then counts for the store. */
  until: instant,
});
export type StoreLinkOpened = z.infer<typeof storeLinkOpened>;
/** GET /api/ops/places/:placeId/links/:productId */
export const opsStoreLink = z.object({ path: z.string() });

const scan = z.object({
  code: z.enum(SCAN_CODES),
  at: instant,
  heardAt: instant,
  province: z.string().nullable(),
});
const compensation = z.object({
  fen,
  /** Which promise was broken. */
  lateness: z.enum(['shipping', 'delivery']),
  at: instant,
  /** Null while the bank has not confirmed it. */
  paidAt: instant.nullable(),
});
const units = z.object({
  lineId: z.string(),
  skuId: z.string(),
  title: text,
  imageUrl: z.string(),
  quantity: z.number().int(),
});
const parcel = z.object({
  parcelId: z.string(),
  orderId: z.string(),
  way: z.enum(['ship', 'pickup']),
  state: z.enum(PARCEL_STATES),
  placeName: text,
  /** Null until it is known; `electronic` is carried by nobody. */
  carrier: z.object({ id: z.string(), title: text }).nullable(),
  trackingNo: z.string().nullable(),
  units: z.array(units),
  createdAt: instant,
  shipBy: instant,
  deliverBy: instant,
  shippedAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  /** By the time of the event, which is not the order in which they were heard. */
  scans: z.array(scan),
  late: z.enum(['shipping', 'delivery']).nullable(),
  compensation: compensation.nullable(),
});

/** GET /api/purchases/:id/fulfilment — how each shop's order stands, its parcels, and codes to collect with. */
export const fulfilmentView = z.object({
  purchaseId: z.string(),
  asOf: instant,
  /** Empty until the payment was heard of. */
  orders: z.array(
    z.object({
      orderId: z.string(),
      way: z.enum(['ship', 'pickup']),
      place: place.nullable(),
      state: z.enum(ORDER_STATES),
      shipBy: instant,
      deliverBy: instant,
      deliveredAt: instant.nullable(),
      completedAt: instant.nullable(),
      /** Units that are in no parcel yet. */
      waiting: z.number().int(),
    }),
  ),
  parcels: z.array(parcel),
  codes: z.array(
    z.object({
      parcelId: z.string(),
      place,
      state: z.enum(['open', 'used', 'expired']),
      /** To be shown in the store; null once it has ended. */
      code: z.string().nullable(),
      readyAt: instant,
      expiresAt: instant,
      endedAt: instant.nullable(),
    }),
  ),
});
export type FulfilmentView = z.infer<typeof fulfilmentView>;

/** What a person should look at: late, gone wrong on its way, silent for long, or with units that no place has. */
export const PARCEL_TROUBLES = ['late', 'exception', 'returning', 'silent'] as const;

/** GET /api/ops/parcels?state=&trouble=&placeId=&q=&cursor=&limit= */
export const opsParcelsQuery = z.object({
  state: z.enum(PARCEL_STATES).optional(),
  trouble: z.enum([...PARCEL_TROUBLES, 'any']).optional(),
  placeId: z.string().max(80).optional(),
  /** Part of an order number, a tracking number or a parcel. */
  q: z.string().trim().max(60).optional(),
  cursor: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const opsParcel = parcel.extend({
  purchaseId: z.string(),
  number: z.string(),
  region: z.string(),
  netFen: fen,
  troubles: z.array(z.enum(PARCEL_TROUBLES)),
  notes: z.array(z.object({ at: instant, act: z.string(), by: z.string() })),
  /** What may be done with it now. */
  acts: z.array(
    z.enum(['pick', 'pack', 'ship', 'ready', 'changeCarrier', 'lost', 'back', 'pause', 'resume']),
  ),
});
export const opsParcels = page.extend({
  asOf: instant,
  counts: z.array(z.object({ state: z.enum(PARCEL_STATES), count: z.number().int() })),
  troubles: z.array(z.object({ trouble: z.enum(PARCEL_TROUBLES), count: z.number().int() })),
  /** Paid units that no place has: orders that wait for goods. */
  unallotted: z.array(
    z.object({
      purchaseId: z.string(),
      number: z.string(),
      paidAt: instant,
      shipBy: instant,
      region: z.string(),
      units: z.number().int(),
    }),
  ),
  places: z.array(z.object({ placeId: z.string(), kind: z.enum(['warehouse', 'store']), name: text })),
  carriers: z.array(z.object({ id: z.string(), title: text })),
  parcels: z.array(opsParcel),
});
export type OpsParcels = z.infer<typeof opsParcels>;
export type OpsParcel = z.infer<typeof opsParcel>;

/** POST /api/ops/parcels/:parcelId {act, …} — commander and merchandiser; answers the parcel. */
export const parcelAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('pick') }),
  z.object({ act: z.literal('pack') }),
  z.object({
    act: z.literal('ship'),
    carrier: z.string().min(1).max(40).optional(),
    trackingNo: z.string().trim().min(4).max(40).optional(),
  }),
  z.object({ act: z.literal('ready') }),
  z.object({ act: z.literal('changeCarrier'), carrier: z.string().min(1).max(40) }),
  z.object({ act: z.literal('lost'), instead: z.enum(['refund', 'reship']) }),
  z.object({ act: z.literal('back'), instead: z.enum(['refund', 'reship']) }),
  z.object({ act: z.literal('pause'), reason: z.enum(['addressChange', 'forceMajeure']) }),
  z.object({ act: z.literal('resume') }),
]);
export type ParcelAct = z.infer<typeof parcelAct>;

/** POST /api/ops/collections {placeId, code} — goods are handed over for a code, once. */
export const collection = z.object({
  placeId: z.string().min(1).max(80),
  code: z.string().trim().min(1).max(20),
});
export const collected = z.object({
  parcelId: z.string(),
  purchaseId: z.string(),
  number: z.string(),
  at: instant,
  units: z.array(units),
});
export type Collected = z.infer<typeof collected>;

/** POST /api/carriers/notify — what a carrier pushes, with its signature in `carrier-signature`. */
export const carrierPush = z.object({
  scans: z
    .array(
      z.object({
        carrier: z.string().min(1).max(40),
        no: z.string().min(1).max(40),
        code: z.enum(SCAN_CODES),
        at: instant,
        province: z.string().max(6).optional(),
      }),
    )
    .max(500),
});
