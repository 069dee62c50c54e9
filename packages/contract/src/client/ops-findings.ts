import type { z } from 'zod';
import type { AuditLatest, AuditView, LawCheckView, LawWaiverView, lawWaiverList } from '../api/index.ts';
import type { Http } from './http.ts';

export type LawWaiverList = z.infer<typeof lawWaiverList>;

/** Answered when its process has ended. */
const CANCEL_TIMEOUT_MS = 30_000;

/** What the law and the audit find in a plan, and who answers for it. */
export function findingCalls(http: Http) {
  const path = encodeURIComponent;
  const of = (campaignId: string) => `/api/ops/campaigns/${path(campaignId)}`;
  return {
    /** Any text of the plan; refusal `planInvalid` where the check has errors. */
    checkLaw: (campaignId: string, yaml: string) =>
      http<LawCheckView>({
        method: 'POST',
        path: `${of(campaignId)}/law`,
        body: { yaml },
        answer: 'lawCheckView',
      }),
    waivers: (campaignId: string) =>
      http<LawWaiverList>({ path: `${of(campaignId)}/waivers`, answer: 'lawWaiverList' }),
    /** Commander. */
    waive: (campaignId: string, body: { yaml: string; findingId: string; reason: string }) =>
      http<LawWaiverView>({
        method: 'POST',
        path: `${of(campaignId)}/waivers`,
        body,
        answer: 'lawWaiverView',
      }),
    /** The last audit of this very text. */
    latestAudit: (campaignId: string, yaml: string) =>
      http<AuditLatest>({
        method: 'POST',
        path: `${of(campaignId)}/audits/latest`,
        body: { yaml },
        answer: 'auditLatest',
      }),
    /** Commander and merchandiser; refusals `planInvalid`, `auditsOff`, `auditRunning`. */
    startAudit: (campaignId: string, body: { yaml: string; seconds: number }) =>
      http<AuditView>({ method: 'POST', path: `${of(campaignId)}/audits`, body, answer: 'auditView' }),
    audit: (auditId: string) =>
      http<AuditView>({ path: `/api/ops/audits/${path(auditId)}`, answer: 'auditView' }),
    cancelAudit: (auditId: string) =>
      http<AuditView>({
        method: 'POST',
        path: `/api/ops/audits/${path(auditId)}/cancel`,
        body: {},
        timeoutMs: CANCEL_TIMEOUT_MS,
        answer: 'auditView',
      }),
  };
}
