/** Every screen that has an address. `{name}` stands for what is found on the running copy: see `find-places.ts`. */
export type Screen = {
  readonly name: string;
  readonly path: string;
  /** What must be seen before the picture is taken. */
  readonly ready?: string;
  /** Taken without a session, so that the way in is seen as well. */
  readonly stranger?: true;
};

export const STOREFRONT: readonly Screen[] = [
  { name: 'venue', path: '/', ready: 'h1' },
  { name: 'categories', path: '/categories', ready: 'main a' },
  { name: 'search', path: '/search?q=%E5%9D%9A%E6%9E%9C', ready: 'main a[href^="/products/"]' },
  { name: 'search-empty', path: '/search?q=zzzzzz', ready: 'h1, h2' },
  { name: 'product', path: '{product}', ready: 'h1' },
  { name: 'flash', path: '/flash', ready: 'h1' },
  { name: 'favourites', path: '/favourites', ready: 'h1' },
  { name: 'cart', path: '/cart', ready: '.cart-shop' },
  { name: 'cart-empty', path: '/cart', ready: 'h1, h2', stranger: true },
  { name: 'checkout', path: '/checkout', ready: 'h1, h2' },
  { name: 'cashier', path: '{cashier}', ready: 'h1, h2' },
  { name: 'coupons', path: '/coupons', ready: 'h1' },
  { name: 'my-coupons', path: '/coupons/mine', ready: 'h1' },
  { name: 'orders', path: '/orders', ready: 'main a[href^="/orders/"]' },
  { name: 'order', path: '{order}', ready: 'h1, h2' },
  { name: 'return', path: '{order}/return', ready: 'h1, h2' },
  { name: 'me', path: '/me', ready: 'h1' },
  { name: 'points', path: '/points', ready: '.points-balance' },
  { name: 'addresses', path: '/addresses', ready: 'h1' },
  { name: 'passkeys', path: '/passkeys', ready: '.action-bar .is-main' },
  { name: 'not-found', path: '/no/such/page', ready: 'h1' },
];

export const CONSOLE: readonly Screen[] = [
  { name: 'sign-in', path: '/console/plan', ready: 'h1', stranger: true },
  { name: 'plan-campaigns', path: '/console/plan', ready: 'main a' },
  { name: 'plan-overview', path: '/console/plan/sale-2024', ready: 'h1, h2' },
  { name: 'plan-gantt', path: '/console/plan/sale-2024?tab=gantt', ready: 'h1, h2' },
  { name: 'plan-promotions', path: '/console/plan/sale-2024?tab=promotions', ready: 'h1, h2' },
  { name: 'plan-layers', path: '/console/plan/sale-2024?tab=workbench', ready: '.wb-layers' },
  { name: 'plan-matrix', path: '/console/plan/sale-2024?tab=workbench&view=matrix', ready: '.wb-grid a' },
  {
    name: 'plan-sandbox',
    path: '/console/plan/sale-2024?tab=workbench&view=cart&cart=sk-daily-nuts-30-1*4',
    ready: '.wb-trace',
  },
  { name: 'plan-subjects', path: '/console/plan/sale-2024?tab=subjects', ready: 'h1, h2' },
  { name: 'plan-editions', path: '/console/plan/sale-2024?tab=editions', ready: 'h1, h2' },
  { name: 'plan-check', path: '/console/plan/sale-2024?tab=check', ready: 'h1, h2' },
  { name: 'plan-publish', path: '/console/plan/sale-2024?tab=publish', ready: 'textarea, [role=textbox]' },
  { name: 'replay', path: '/console/plan/replay', ready: '.co-rp-start' },
  { name: 'rehearse', path: '/console/rehearse', ready: 'h1' },
  { name: 'run', path: '/console/run', ready: '[data-position]' },
  { name: 'reviews', path: '/console/review', ready: 'h1' },
  { name: 'compare', path: '/console/rehearse/compare', ready: 'h1' },
  { name: 'people', path: '/console/people', ready: 'h1' },
  { name: 'account', path: '/console/account', ready: 'h1' },
  { name: 'review', path: '/console/review/live', ready: 'h2' },
  { name: 'orders', path: '/console/orders', ready: 'tbody tr' },
  { name: 'order-file', path: '{file}', ready: '.co-order-events li' },
  { name: 'cases', path: '/console/cases', ready: 'tbody, .ant-empty, h1' },
  { name: 'invoices', path: '/console/cases/invoices', ready: 'h1' },
  { name: 'fulfilment', path: '/console/fulfilment', ready: 'tbody tr' },
  { name: 'reconciliation', path: '/console/reconciliation', ready: 'h1' },
  { name: 'exceptions', path: '/console/exceptions', ready: 'tbody, .co-exceptions-lists' },
  { name: 'stock', path: '/console/stock', ready: 'tbody tr' },
  { name: 'catalogue', path: '/console/catalogue', ready: 'h1' },
];
