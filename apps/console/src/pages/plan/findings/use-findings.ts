import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../data/api.ts';

export const lawKey = (campaignId: string) => ['law', campaignId] as const;
export const waiversKey = (campaignId: string) => ['waivers', campaignId] as const;
export const auditKey = (campaignId: string, yaml: string) => ['audits', campaignId, yaml] as const;

/** What the law says about a text that passes the check; null asks nothing. */
export const useLaw = (campaignId: string, yaml: string | null) =>
  useQuery({
    queryKey: [...lawKey(campaignId), yaml],
    queryFn: () => api.checkLaw(campaignId, yaml ?? ''),
    enabled: yaml !== null,
    staleTime: 60_000,
  });

export const useWaivers = (campaignId: string) =>
  useQuery({
    queryKey: waiversKey(campaignId),
    queryFn: () => api.waivers(campaignId),
    placeholderData: keepPreviousData,
  });

const WATCHED_EVERY_MS = 1_000;

/** The last audit of a text, followed while it runs; null asks nothing. */
export function useAudit(campaignId: string, yaml: string | null) {
  const latest = useQuery({
    queryKey: auditKey(campaignId, yaml ?? ''),
    queryFn: () => api.latestAudit(campaignId, yaml ?? ''),
    enabled: yaml !== null,
    staleTime: 15_000,
  });
  const auditId = latest.data?.audit?.state === 'running' ? latest.data.audit.auditId : null;
  const followed = useQuery({
    queryKey: ['audit', auditId],
    queryFn: () => api.audit(auditId ?? ''),
    enabled: auditId !== null,
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === 'running' ? WATCHED_EVERY_MS : false,
  });
  const audit =
    auditId === null ? (latest.data?.audit ?? null) : (followed.data ?? latest.data?.audit ?? null);
  return { latest, audit, refused: latest.data?.refused ?? null };
}
