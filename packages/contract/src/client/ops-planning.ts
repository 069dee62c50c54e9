import type { z } from 'zod';
import type {
  actList,
  editionCompare,
  invitation,
  peopleList,
  planTimelineView,
  roleList,
  sandboxItems,
  sessionList,
} from '../api/index.ts';
import type { ReplayList, ReplayRequest, ReplayResult, ReplayView } from '../api/replays.ts';
import type { Http } from './http.ts';

export type PlanTimeline = z.infer<typeof planTimelineView>;
export type EditionCompare = z.infer<typeof editionCompare>;
export type SandboxItems = z.infer<typeof sandboxItems>;
export type PeopleList = z.infer<typeof peopleList>;
export type RoleList = z.infer<typeof roleList>;
export type ActList = z.infer<typeof actList>;
export type SessionList = z.infer<typeof sessionList>;
export type Invitation = z.infer<typeof invitation>;
type Role = PeopleList['people'][number]['role'];

/** The plan in time, editions beside each other, and the switches of the night. */
export function planningCalls(http: Http) {
  const path = encodeURIComponent;
  return {
    planTimeline: (campaignId: string) =>
      http<PlanTimeline>({
        path: `/api/ops/campaigns/${path(campaignId)}/timeline`,
        answer: 'planTimelineView',
      }),
    compareEditions: (campaignId: string, from: number, to: number) =>
      http<EditionCompare>({
        path: `/api/ops/campaigns/${path(campaignId)}/compare`,
        query: { from, to },
        answer: 'editionCompare',
      }),
    /** Items as the engine prices them: what a sandbox cart is filled with. */
    sandboxItems: () => http<SandboxItems>({ path: '/api/ops/catalogue/items', answer: 'sandboxItems' }),
    replays: () => http<ReplayList>({ path: '/api/ops/replays', answer: 'replayList' }),
    replay: (replayId: string) =>
      http<ReplayResult>({ path: `/api/ops/replays/${path(replayId)}`, answer: 'replayResult' }),
    /** Refusals `planInvalid` (with every finding), `replaysOff`, `replayRunning`, `ordersNotKept`, `forbidden`. */
    startReplay: (body: ReplayRequest) =>
      http<ReplayView>({ method: 'POST', path: '/api/ops/replays', body, answer: 'replayView' }),
    cancelReplay: (replayId: string) =>
      http<ReplayView>({
        method: 'POST',
        path: `/api/ops/replays/${path(replayId)}/cancel`,
        body: {},
        timeoutMs: 20_000,
        answer: 'replayView',
      }),
    /** Commander. `on` stops the promotion, otherwise it runs again. */
    throwSwitch: (body: { campaignId: string; target: string; on: boolean; reason: string }) =>
      http<unknown>({
        method: 'POST',
        path: '/api/ops/switches',
        body: { kind: 'stopPromotion', ...body },
        answer: 'none',
      }),
  };
}

export type ActsQuery = {
  /** Several, separated by commas. */
  readonly kind?: string | undefined;
  readonly by?: string | undefined;
  readonly q?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
};

/** Operators, their roles, one's own account, and who did what. */
export function peopleCalls(http: Http) {
  const of = (operatorId: string) => `/api/ops/people/${encodeURIComponent(operatorId)}`;
  return {
    people: () => http<PeopleList>({ path: '/api/ops/people', answer: 'peopleList' }),
    addPerson: (body: { name: string; role: Role }) =>
      http<Invitation>({ method: 'POST', path: '/api/ops/people', body, answer: 'invitation' }),
    changeRole: (operatorId: string, role: Role) =>
      http<unknown>({ method: 'POST', path: `${of(operatorId)}/role`, body: { role }, answer: 'none' }),
    setDisabled: (operatorId: string, disabled: boolean) =>
      http<unknown>({
        method: 'POST',
        path: `${of(operatorId)}/disabled`,
        body: { disabled },
        answer: 'none',
      }),
    resetPerson: (operatorId: string) =>
      http<Invitation>({ method: 'POST', path: `${of(operatorId)}/reset`, body: {}, answer: 'invitation' }),
    roles: () => http<RoleList>({ path: '/api/ops/roles', answer: 'roleList' }),
    acts: (query: ActsQuery) => http<ActList>({ path: '/api/ops/acts', query, answer: 'actList' }),
    ownSessions: () => http<SessionList>({ path: '/api/ops/account/sessions', answer: 'sessionList' }),
    endSessions: (sessionId: string | null) =>
      http<{ ended: number }>({
        method: 'POST',
        path: '/api/ops/account/sessions/end',
        body: sessionId === null ? {} : { sessionId },
        answer: 'none',
      }),
    changeOwnPassword: (current: string, password: string) =>
      http<unknown>({
        method: 'POST',
        path: '/api/ops/account/password',
        body: { current, password },
        answer: 'none',
      }),
  };
}
