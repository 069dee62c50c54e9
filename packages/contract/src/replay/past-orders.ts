import type { DraftPlan, PastCampaign } from '@dacu/engine/replay';
import { z } from 'zod';
import { fen, instant, text } from '../api/basics.ts';
import type { CompiledPlan } from '../plan/compiled.ts';

/**
 * The file of past orders, JSON Lines (`.gz` where it is packed): first one line of the campaign, then one of each item,
 * then one of each paid purchase in the order in which they were placed. It says what a price depended on and nothing
 * about who bought: no name, address, phone, account or device. People are numbered as they first appear in the file, and
 * their coupons within each order; a province is as near as it comes.
 *
 * `dacu export-orders` and `dacu rehearse --orders` write it, `dacu replay` reads it.
 */
export const PAST_ORDERS_FORMAT = 'dacu-orders/1';

/** In stacking order. */
const LAYERS = [
  'itemPrice',
  'itemCut',
  'storeReduction',
  'storeCoupon',
  'crossStore',
  'platformCoupon',
  'member',
  'subsidy',
  'redPacket',
  'points',
  'gift',
  'freight',
  'service',
  'access',
] as const;
const FUNDERS = ['platform', 'seller', 'brand', 'government', 'channel'] as const;

const id = z.string().min(1).max(200);
const ids = z.array(id).max(200);
const quantity = z.number().int().min(1).max(10_000);
const span = { startsAt: instant, endsAt: instant };
const names = z.record(z.string(), text);

/** The first line. `scale`: one in so many shoppers, 1 for a sale; budgets of a draft are divided by it. */
const campaignLine = z.strictObject({
  kind: z.literal('campaign'),
  format: z.literal(PAST_ORDERS_FORMAT),
  campaignId: id,
  title: text,
  zone: id,
  ...span,
  /** False for the orders of a sale to real people. */
  simulated: z.boolean(),
  scale: z.number().min(1),
  exportedAt: instant,
  /** Paid pre-sales that are not in the file: a balance is agreed later, by the rule of its deposit. */
  presales: z.number().int().min(0).optional(),
  seasons: z.array(z.strictObject({ id, theme: id, ...span })),
  phases: z.array(z.strictObject({ id, title: text, kind: id, seasonId: id.nullable(), ...span })),
  /** What the shops charged for a parcel. */
  freight: z.array(
    z.strictObject({
      shopId: id,
      baseFen: fen,
      freeFromFen: fen.optional(),
      basis: z.enum(['afterDiscount', 'itemPrice']),
      surchargeFenByRegion: z.record(z.string(), fen),
    }),
  ),
  /** What ids are called. */
  names: z.strictObject({
    shops: names,
    categories: names,
    channels: names,
    tiers: names,
    promotions: names,
  }),
});

/** An item as the catalogue had it when the file was written; the first category is the leaf. */
const itemLine = z.strictObject({
  kind: z.literal('item'),
  skuId: id,
  shopId: id,
  title: text,
  categories: ids.min(1),
  brandId: z.string().max(200),
  tags: ids,
  /** Its shop had agreed to promotions of the campaign. */
  enrolled: z.boolean(),
});

const allocation = z.strictObject({
  promotionId: id,
  layer: z.enum(LAYERS),
  fen,
  funderFen: z.array(z.strictObject({ funder: z.enum(FUNDERS), fen })),
});

/** One purchase as it was paid. Each line: list price − allocations = `netFen`; Σ `netFen` + services + freight = `payFen`. */
const purchaseLine = z.strictObject({
  kind: z.literal('purchase'),
  purchaseId: id,
  at: instant,
  editionNo: z.number().int().min(0),
  shopper: z.strictObject({
    number: z.number().int().min(1),
    memberTier: id.optional(),
    newcomer: z.boolean(),
    idleDays: z.number().int().min(0).optional(),
    channel: id.optional(),
  }),
  /** `frozen`: kept with the order; `workedOut`: it is older than that, and the facts are those of today. */
  facts: z.enum(['frozen', 'workedOut']),
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  lines: z
    .array(
      z.strictObject({
        lineId: id,
        skuId: id,
        quantity,
        unitListFen: fen,
        listFen: fen,
        /** Of all units, as the catalogue had it when the file was written. */
        costFen: fen,
        netFen: fen,
        flashPromotionId: id.optional(),
        /** Asked for and paid with it; those for nothing come by themselves. */
        services: z.array(z.strictObject({ promotionId: id, chargedFen: fen })).optional(),
        allocations: z.array(allocation),
      }),
    )
    .min(1)
    .max(500),
  /** Collected in a store: no freight was due. */
  collected: z.literal(true).optional(),
  freight: z.array(z.strictObject({ shopId: id, chargedFen: fen })),
  coupons: z.array(
    z.strictObject({
      couponId: id,
      promotionId: id,
      claimedAt: instant,
      expiresAt: instant,
      used: z.boolean(),
    }),
  ),
  insisted: z.boolean(),
  points: z.number().int().min(0).optional(),
  stoppedPromotionIds: ids,
  payFen: fen,
});

export const pastOrdersLine = z.discriminatedUnion('kind', [campaignLine, itemLine, purchaseLine]);
export type CampaignLine = z.infer<typeof campaignLine>;
export type ItemLine = z.infer<typeof itemLine>;
export type PurchaseLine = z.infer<typeof purchaseLine>;
export type PastOrdersLine = z.infer<typeof pastOrdersLine>;

/** The first line of a file, for orders of this plan. */
export function campaignLineOf(
  plan: CompiledPlan,
  known: Pick<CampaignLine, 'simulated' | 'scale' | 'exportedAt' | 'presales' | 'freight'> & {
    readonly names: Pick<CampaignLine['names'], 'shops' | 'categories'>;
  },
): CampaignLine {
  const { campaignId, title, zone, startsAt, endsAt } = plan;
  const named = (list: readonly { readonly id: string; readonly title: CampaignLine['title'] }[]) =>
    Object.fromEntries(list.map((one) => [one.id, one.title]));
  return {
    ...{ kind: 'campaign', format: PAST_ORDERS_FORMAT, campaignId, title, zone, startsAt, endsAt },
    ...known,
    seasons: plan.seasons.map((season) => ({
      ...{ id: season.id, theme: season.theme.id, startsAt: season.startsAt, endsAt: season.endsAt },
    })),
    phases: plan.phases.map((phase) => ({
      ...{ id: phase.id, title: phase.title, kind: phase.kind, seasonId: phase.seasonId },
      ...{ startsAt: phase.startsAt, endsAt: phase.endsAt },
    })),
    names: {
      ...known.names,
      channels: named(plan.traffic.channels),
      tiers: named(plan.memberTiers),
      promotions: named(plan.promotionList),
    },
  };
}

/** The campaign as the engine replays it. */
export function pastCampaignOf({
  campaignId,
  startsAt,
  endsAt,
  seasons,
  phases,
  freight,
  scale,
}: CampaignLine): PastCampaign {
  return {
    ...{ campaignId, startsAt, endsAt, seasons, phases, scale },
    freight: freight.map(({ freeFromFen, ...rest }) => ({
      ...rest,
      ...(freeFromFen !== undefined && { freeFromFen }),
    })),
  };
}

/** A plan as the engine replays orders under it. */
export function draftPlanOf(plan: CompiledPlan): DraftPlan {
  const { campaignId, startsAt, endsAt, phases, profile, promotions, coupons, freight } = plan;
  const seasons = plan.seasons.map((season) => ({ ...season, theme: season.theme.id }));
  return { campaignId, startsAt, endsAt, seasons, phases, profile, promotions, coupons, freight };
}
