import { CampaignClockProvider, LanguageProvider } from '@dacu/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, Navigate, type RouteObject, RouterProvider } from 'react-router';
import { api } from './data/api.ts';
import { queryClient } from './data/query-client.ts';
import { changeI18n } from './i18n/setup.ts';
import { Crash } from './shell/crash.tsx';
import { Dress } from './shell/dress.tsx';
import { SessionGate } from './shell/session-gate.tsx';
import { Shell } from './shell/shell.tsx';

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="/run" replace /> },
  { path: 'plan', lazy: () => import('./pages/plan/campaigns.tsx') },
  { path: 'plan/replay', lazy: () => import('./pages/plan/replay/replay.tsx') },
  { path: 'plan/:campaignId', lazy: () => import('./pages/plan/plan.tsx') },
  { path: 'rehearse', lazy: () => import('./pages/rehearse/rehearse.tsx') },
  { path: 'rehearse/compare', lazy: () => import('./pages/compare/compare.tsx') },
  { path: 'run', lazy: () => import('./pages/run/run.tsx') },
  { path: 'review', lazy: () => import('./pages/review/reviews.tsx') },
  { path: 'review/:reviewId', lazy: () => import('./pages/review/review.tsx') },
  { path: 'orders', lazy: () => import('./pages/orders/orders.tsx') },
  { path: 'orders/:purchaseId', lazy: () => import('./pages/orders/order.tsx') },
  { path: 'exceptions', lazy: () => import('./pages/exceptions/exceptions.tsx') },
  { path: 'stock', lazy: () => import('./pages/stock/stock.tsx') },
  { path: 'prices', lazy: () => import('./pages/prices/prices.tsx') },
  { path: 'reconciliation', lazy: () => import('./pages/reconciliation/reconciliation.tsx') },
  { path: 'people', lazy: () => import('./pages/people/people.tsx') },
  { path: 'account', lazy: () => import('./pages/people/account.tsx') },
  { path: 'catalogue', lazy: () => import('./pages/catalogue/catalogue.tsx') },
  { path: '*', lazy: () => import('./shell/not-found.tsx') },
];

const router = createBrowserRouter(
  [
    {
      path: '/',
      element: (
        <SessionGate>
          <Shell />
        </SessionGate>
      ),
      errorElement: <Crash />,
      hydrateFallbackElement: <div />,
      children: [{ errorElement: <Crash inside />, children: pages }],
    },
  ],
  { basename: '/console' },
);

const onLanguage = (lang: 'zh' | 'en') => void changeI18n(lang);
const fetchClock = () => api.clock();

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <LanguageProvider onChange={onLanguage}>
        <CampaignClockProvider fetchClock={fetchClock}>
          <Dress>
            <RouterProvider router={router} />
          </Dress>
        </CampaignClockProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
