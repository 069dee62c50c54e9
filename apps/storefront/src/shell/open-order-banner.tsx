import { useLocation } from 'react-router';
import { OpenOrder, useOpenOrders } from '../parts/open-order.tsx';

/** On every page but a checkout, which shows it in its own place. */
export default function OpenOrderBanner() {
  const { pathname } = useLocation();
  const states = useOpenOrders();
  if (pathname.endsWith('/checkout')) return null;
  return states.map((state) => <OpenOrder key={state.order.key} state={state} />);
}
