import type { Programme } from '../../data/coupons.ts';
import { ClaimTicket } from '../../parts/claim-ticket.tsx';

/** The coupons of an item, each to be claimed on the spot. */
export function CouponsSheet({ programmes }: { programmes: readonly Programme[] }) {
  return (
    <ul className="product-coupon-list">
      {programmes.map((programme) => (
        <li key={programme.promotionId}>
          <ClaimTicket programme={programme} />
        </li>
      ))}
    </ul>
  );
}
