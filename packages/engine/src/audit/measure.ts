import { sumFen } from '../money/index.ts';
import { type CartLine, priceCart, type Quote, type QuoteRequest } from '../pricing/index.ts';
import type { AuditItem, AuditMeasure, AuditSubject, Depth, Proof, Scene, Way } from './types.ts';

/** A piece of merchandise as a cart takes it. `way` is the stall's own object. */
export type Pick = { readonly item: AuditItem; readonly quantity: number; readonly way: Way };

export function requestOf(subject: AuditSubject, scene: Scene, picks: readonly Pick[]): QuoteRequest {
  return {
    at: scene.at,
    shopper: scene.shopper,
    ...(scene.region !== undefined && { region: scene.region }),
    ...(scene.coupons.length > 0 && { coupons: scene.coupons }),
    lines: picks.map((pick, place) => lineOf(pick, `l${place + 1}`)),
    freight: subject.freight,
  };
}

export function lineOf({ item, quantity, way }: Pick, lineId: string): CartLine {
  const { title: _title, costFen: _cost, floorFen: _floor, ...goods } = item;
  return { ...goods, lineId, quantity, ...way };
}

export function proofOf(subject: AuditSubject, scene: Scene, picks: readonly Pick[]): Proof {
  const request = requestOf(subject, scene, picks);
  return { request, depth: depthOf(priceCart(request, subject.index), costOf(picks)) };
}

export const costOf = (picks: readonly Pick[]): number =>
  sumFen(picks.map(({ item, quantity }) => item.costFen * quantity));

/** How deep a quote goes; `costFen` is what its goods cost. */
export function depthOf(quote: Quote, costFen: number): Depth {
  let governmentFen = 0;
  for (const { allocations } of quote.lines)
    for (const { funderFen } of allocations)
      for (const { funder, fen } of funderFen) if (funder === 'government') governmentFen += fen;
  let waivedFen = 0;
  for (const { promotionId, waivedFen: fen } of quote.freight)
    if (promotionId !== undefined) waivedFen += fen;
  const saved = BigInt(quote.listFen - quote.goodsFen) * 10_000n;
  return {
    belowCostFen: costFen + waivedFen - quote.goodsFen - governmentFen,
    shareBp: quote.listFen === 0 ? 0 : Number(saved / BigInt(quote.listFen)),
  };
}

export const inMeasure = (depth: Depth, measure: AuditMeasure): number =>
  measure === 'belowCost' ? depth.belowCostFen : depth.shareBp;
