import type {
  BoardFrame,
  boardFrame,
  campaignList,
  campaignView,
  editionList,
  OperatorView,
  opsOrderList,
  opsStockList,
  planCheckView,
  ReviewDocument,
  reviewList,
} from '@dacu/contract/api';
import { type AnswerCheck, createHttp } from '@dacu/contract/client';
import type { z } from 'zod';

export type CampaignList = z.infer<typeof campaignList>;
export type CampaignView = z.infer<typeof campaignView>;
export type EditionList = z.infer<typeof editionList>;
export type PlanCheck = z.infer<typeof planCheckView>;
export type ReviewList = z.infer<typeof reviewList>;
export type OrderList = z.infer<typeof opsOrderList>;
export type StockList = z.infer<typeof opsStockList>;
export type Board = z.infer<typeof boardFrame>;

/** Every endpoint the console calls, by name. Answers are typed by the contract; failures are `ApiFailure`. */
export function createOpsClient(check?: AnswerCheck) {
  const http = createHttp({ check });
  const path = (id: string) => encodeURIComponent(id);
  return {
    clock: () => http<import('@dacu/contract/api').ClockView>({ path: '/api/clock', answer: 'clockView' }),
    session: () => http<OperatorView>({ path: '/api/ops/session', answer: 'operatorView' }),
    signIn: (body: { name: string; password: string }) =>
      http<OperatorView>({ method: 'POST', path: '/api/ops/session', body, answer: 'operatorView' }),
    signOut: () => http<unknown>({ method: 'DELETE', path: '/api/ops/session', answer: 'none' }),
    changePassword: (password: string) =>
      http<OperatorView>({
        method: 'POST',
        path: '/api/ops/password',
        body: { password },
        answer: 'operatorView',
      }),
    campaigns: () => http<CampaignList>({ path: '/api/ops/campaigns', answer: 'campaignList' }),
    campaign: (id: string) =>
      http<CampaignView>({ path: `/api/ops/campaigns/${path(id)}`, answer: 'campaignView' }),
    editions: (id: string) =>
      http<EditionList>({ path: `/api/ops/campaigns/${path(id)}/editions`, answer: 'editionList' }),
    checkPlan: (yaml: string) =>
      http<PlanCheck>({
        method: 'POST',
        path: '/api/ops/plans/check',
        body: { yaml },
        answer: 'planCheckView',
      }),
    publish: (id: string, yaml: string) =>
      http<unknown>({
        method: 'POST',
        path: `/api/ops/campaigns/${path(id)}/editions`,
        body: { yaml },
        answer: 'none',
      }),
    board: () => http<BoardFrame>({ path: '/api/ops/board', answer: 'boardFrame' }),
    reviews: () => http<ReviewList>({ path: '/api/ops/reviews', answer: 'reviewList' }),
    review: (id: string) =>
      http<ReviewDocument>({ path: `/api/ops/reviews/${path(id)}`, answer: 'reviewDocument' }),
    orders: (cursor?: string) =>
      http<OrderList>({ path: '/api/ops/orders', query: { cursor }, answer: 'opsOrderList' }),
    stock: (cursor?: string) =>
      http<StockList>({ path: '/api/ops/stock', query: { cursor }, answer: 'opsStockList' }),
  };
}
export type OpsClient = ReturnType<typeof createOpsClient>;
