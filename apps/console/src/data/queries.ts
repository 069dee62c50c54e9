import type { OperatorView } from '@dacu/contract/api';
import { ApiFailure, type EditionList } from '@dacu/contract/client';
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { SESSION } from './query-client.ts';

/** The operator of this browser; null when nobody is signed in. */
export function useSession() {
  return useQuery<OperatorView | null>({
    queryKey: SESSION,
    queryFn: async () => {
      try {
        return await api.session();
      } catch (error) {
        if (error instanceof ApiFailure && error.code === 'notSignedIn') return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

/** Prices that differ between online and stores; the alarm in the top bar reads the same. */
export const differencesQuery = queryOptions({
  queryKey: ['price-differences'],
  queryFn: () => api.differences(),
  refetchInterval: 30_000,
});

export const reconciliationQuery = queryOptions({
  queryKey: ['reconciliation'],
  queryFn: () => api.reconciliation(),
  refetchInterval: 60_000,
});

/** What waits for a person; the page and its mark in the rail read the same. */
export const exceptionsQuery = queryOptions({
  queryKey: ['exceptions'],
  queryFn: () => api.exceptions(),
  refetchInterval: 15_000,
});

export const useCampaigns = () => useQuery({ queryKey: ['campaigns'], queryFn: api.campaigns });
export const useCampaign = (campaignId: string) =>
  useQuery({ queryKey: ['campaigns', campaignId], queryFn: () => api.campaign(campaignId) });
export const useEditions = (campaignId: string) =>
  useQuery({ queryKey: ['campaigns', campaignId, 'editions'], queryFn: () => api.editions(campaignId) });
export const usePlanTimeline = (campaignId: string) =>
  useQuery({
    queryKey: ['campaigns', campaignId, 'timeline'],
    queryFn: () => api.planTimeline(campaignId),
    staleTime: 60_000,
  });
export const useReviews = () => useQuery({ queryKey: ['reviews'], queryFn: api.reviews });
export const useReview = (reviewId: string) =>
  useQuery({ queryKey: ['reviews', reviewId], queryFn: () => api.review(reviewId), staleTime: 60_000 });

/** Which figures of a rehearsal's review open to sums; null for a review whose rows are there. */
export const useKeptFigures = (reviewId: string | null) =>
  useQuery({
    queryKey: ['reviews', reviewId, 'figures'],
    queryFn: () => api.keptFigures(reviewId ?? ''),
    enabled: reviewId !== null,
    staleTime: 60_000,
  });

/** What every figure means. It changes with a release, not while somebody looks. */
export const useDefinitions = () =>
  useQuery({
    queryKey: ['definitions'],
    queryFn: async () => {
      const { definitions } = await api.definitions();
      return new Map(definitions.map((definition) => [definition.id, definition]));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Rehearsals started here: looked at every second while one runs or waits. */
export const useRehearsals = () =>
  useQuery({
    queryKey: REHEARSALS,
    queryFn: api.rehearsals,
    refetchInterval: ({ state }) =>
      state.data?.rehearsals.some((entry) => entry.state === 'running' || entry.state === 'queued')
        ? WATCHED_EVERY_MS
        : LOOKED_AT_EVERY_MS,
  });
export const REHEARSALS = ['rehearsals'] as const;
const WATCHED_EVERY_MS = 1_000;
const LOOKED_AT_EVERY_MS = 15_000;

/** Replays started here, and the rehearsals whose orders were kept. */
export const useReplays = () =>
  useQuery({
    queryKey: REPLAYS,
    queryFn: api.replays,
    refetchInterval: ({ state }) =>
      state.data?.replays.some((entry) => entry.state === 'running') ? RUNNING_LOOKED_AT_MS : false,
  });
const RUNNING_LOOKED_AT_MS = 3_000;
export const REPLAYS = ['replays'] as const;

/** One replay: looked at every second while it runs. */
export const useReplay = (replayId: string) =>
  useQuery({
    queryKey: [...REPLAYS, replayId],
    queryFn: () => api.replay(replayId),
    refetchInterval: ({ state }) => (state.data?.replay.state === 'running' ? WATCHED_EVERY_MS : false),
  });

/** What the second review's plan says otherwise. */
export const usePlanChanges = (a: string, b: string) =>
  useQuery({ queryKey: ['reviews', a, 'plan-changes', b], queryFn: () => api.planChanges(a, b) });

/** Every edition that can be rehearsed, campaign by campaign. */
export function useEveryEdition() {
  const campaigns = useCampaigns();
  return useQueries({
    queries: (campaigns.data?.campaigns ?? []).map(({ campaignId, title }) => ({
      queryKey: ['campaigns', campaignId, 'editions'],
      queryFn: () => api.editions(campaignId),
      select: ({ editions }: EditionList) =>
        editions.map(({ editionId, editionNo }) => ({ editionId, editionNo, campaignId, title })),
    })),
    combine: (results) => {
      const current = campaigns.data?.campaigns.find((campaign) => campaign.current)?.campaignId;
      const editions = results.flatMap(({ data }) => data ?? []);
      return {
        ready: campaigns.data !== undefined && results.every(({ data }) => data !== undefined),
        // The campaign that runs now first: it is the one that people rehearse.
        editions: [
          ...editions.filter(({ campaignId }) => campaignId === current),
          ...editions.filter(({ campaignId }) => campaignId !== current),
        ],
      };
    },
  });
}
