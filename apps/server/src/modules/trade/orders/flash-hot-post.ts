import { type Address, type FlashOrderRequest, flashOrderRequest } from '@dacu/contract/api';
import type { Clocks } from '../../../platform/clocks.ts';
import type { RateRule } from '../../../platform/http/app-types.ts';
import type { HotPost } from '../../../platform/http/hot-post.ts';
import { idempotencyKeyOf, isRetry } from '../../../platform/http/idempotency-key.ts';
import type { Caller, Members } from '../../base/members/index.ts';
import type { Orders, PlaceAnswer } from './index.ts';

/** Placing a flash order by the short way: the same steps as the route, on a body that is plainly right. */
export function flashHotPost(parts: {
  readonly url: string;
  readonly rateLimit: RateRule;
  readonly orders: Orders;
  readonly members: Members;
  readonly clocks: Clocks;
  /** The answer to a placed order; throws the refusal of one that was not. */
  present(caller: Caller, at: number, answer: PlaceAnswer): unknown;
}): HotPost {
  const { url, rateLimit, orders, members, clocks } = parts;
  return {
    url,
    rateLimit,
    plain({ param: activityId, body, headers, cookies }) {
      const request = plainFlashOrder(body);
      if (request === null) return null;
      return async () => {
        const caller = await members.requireShopper({ cookies });
        const at = clocks.campaign.now();
        const answer = await orders.placeFlashOrder({
          at,
          buyer: caller,
          idempotencyKey: idempotencyKeyOf({ headers }),
          again: isRetry({ headers }),
          activityId,
          request,
        });
        return { status: 201, json: JSON.stringify(parts.present(caller, at, answer)) };
      };
    },
  };
}

const PLAIN: readonly string[] = ['quantity', 'expectedPayFen', 'address'];
/** What an order may ask for beside: coupons, points, and whatever the schema learns. It goes the long way. */
const FURTHER = Object.keys(flashOrderRequest.shape).filter((name) => !PLAIN.includes(name));

/** Regions that the schema has let pass: some dozens at most. */
const regions = new Set<string>();

/**
 * What `flashOrderRequest` makes of a body, or null where it might say no; a test holds one against the other. Half a
 * surrogate pair cannot come out of UTF-8, and escapes do not come here.
 */
export function plainFlashOrder(body: unknown): FlashOrderRequest | null {
  if (!isRecord(body) || !isRecord(body.address)) return null;
  const { quantity, expectedPayFen } = body;
  if (FURTHER.some((name) => body[name] !== undefined)) return null;
  const { recipient, phone, region, line } = body.address;
  if (!isWhole(quantity, 1, 20) || !isWhole(expectedPayFen, 0, Number.MAX_SAFE_INTEGER)) return null;
  if (!isText(recipient, 40) || !isText(line, 120)) return null;
  if (typeof phone !== 'string' || phone.length !== 11 || !/^1[3-9]\d{9}$/.test(phone)) return null;
  if (typeof region !== 'string') return null;
  const address: Address = { recipient, phone, region, line };
  const request = { quantity, expectedPayFen, address };
  if (!regions.has(region)) {
    if (!flashOrderRequest.safeParse(request).success) return null;
    regions.add(region);
  }
  return request;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

function isText(value: unknown, lengthMax: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= lengthMax && value.isWellFormed();
}
