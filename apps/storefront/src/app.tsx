import { CampaignClockProvider, LanguageProvider } from '@dacu/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, type RouteObject, RouterProvider } from 'react-router';
import { api } from './data/api.ts';
import { queryClient } from './data/queries.ts';
import { changeI18n, moreWords } from './i18n/setup.ts';
import { NoticeProvider } from './parts/notice.tsx';
import { Crash } from './shell/crash.tsx';
import { Shell } from './shell/shell.tsx';

/** `tabs` roots show the tab bar; `action` pages end in an action of their own. */
export type PageHandle = { readonly foot: 'tabs' | 'action' };
const tabs: PageHandle = { foot: 'tabs' };
const action: PageHandle = { foot: 'action' };

/** Every page but the venue, which is the first that most see, comes with the later words. */
const page =
  <Module extends object>(load: () => Promise<Module>) =>
  async () => {
    const [module] = await Promise.all([load(), moreWords()]);
    return module;
  };

const pages: RouteObject[] = [
  { index: true, handle: tabs, lazy: () => import('./pages/venue/venue.tsx') },
  { path: 'flash', handle: tabs, lazy: page(() => import('./pages/flash/flash.tsx')) },
  {
    path: 'flash/:activityId/checkout',
    handle: action,
    lazy: page(() => import('./pages/checkout/flash-checkout.tsx')),
  },
  {
    path: 'presale/:skuId/checkout',
    handle: action,
    lazy: page(() => import('./pages/checkout/presale-checkout.tsx')),
  },
  { path: 'categories', handle: tabs, lazy: page(() => import('./pages/categories/categories.tsx')) },
  { path: 'search', handle: tabs, lazy: page(() => import('./pages/search/search.tsx')) },
  { path: 'products/:productId', handle: action, lazy: page(() => import('./pages/product/product.tsx')) },
  { path: 'cart', handle: tabs, lazy: page(() => import('./pages/cart/cart.tsx')) },
  { path: 'checkout', handle: action, lazy: page(() => import('./pages/checkout/checkout.tsx')) },
  { path: 'pay/:purchaseId', handle: action, lazy: page(() => import('./pages/cashier/cashier.tsx')) },
  { path: 'orders', handle: tabs, lazy: page(() => import('./pages/orders/orders.tsx')) },
  { path: 'orders/:purchaseId', handle: action, lazy: page(() => import('./pages/order/order.tsx')) },
  {
    path: 'orders/:purchaseId/return',
    handle: action,
    lazy: page(() => import('./pages/return/return.tsx')),
  },
  {
    path: 'orders/:purchaseId/pickup',
    handle: action,
    lazy: page(() => import('./pages/pickup/pickup.tsx')),
  },
  {
    path: 'orders/:purchaseId/balance',
    handle: action,
    lazy: page(() => import('./pages/checkout/balance-checkout.tsx')),
  },
  { path: 'me', handle: tabs, lazy: page(() => import('./pages/me/me.tsx')) },
  { path: 'addresses', handle: action, lazy: page(() => import('./pages/addresses/addresses.tsx')) },
  { path: 'addresses/new', handle: action, lazy: page(() => import('./pages/addresses/edit-address.tsx')) },
  {
    path: 'addresses/:addressId',
    handle: action,
    lazy: page(() => import('./pages/addresses/edit-address.tsx')),
  },
  {
    path: 'boxes/:poolId/check',
    handle: action,
    lazy: page(() => import('./pages/draw-check/draw-check.tsx')),
  },
  { path: 'coupons', handle: tabs, lazy: page(() => import('./pages/coupons/coupons.tsx')) },
  { path: 'coupons/mine', handle: tabs, lazy: page(() => import('./pages/coupons/my-coupons.tsx')) },
  { path: 'points', handle: tabs, lazy: page(() => import('./pages/me/points.tsx')) },
  { path: 'passkeys', handle: action, lazy: page(() => import('./pages/me/passkeys.tsx')) },
  { path: 'favourites', handle: tabs, lazy: page(() => import('./pages/me/favourites.tsx')) },
  { path: '*', handle: tabs, lazy: page(() => import('./shell/not-found.tsx')) },
];

const router = createBrowserRouter([
  {
    path: '/',
    element: <Shell />,
    errorElement: <Crash />,
    children: pages,
    hydrateFallbackElement: <div />,
  },
]);

/** The words, and the name under which the shop would be installed. */
function onLanguage(lang: 'zh' | 'en') {
  void changeI18n(lang);
  const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
  const href = `/manifest.${lang}.webmanifest`;
  if (manifest && manifest.getAttribute('href') !== href) manifest.href = href;
}
const fetchClock = () => api.clock();

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <LanguageProvider onChange={onLanguage}>
        <CampaignClockProvider fetchClock={fetchClock}>
          <NoticeProvider>
            <RouterProvider router={router} />
          </NoticeProvider>
        </CampaignClockProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
