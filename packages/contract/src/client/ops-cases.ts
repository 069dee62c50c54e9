import type { z } from 'zod';
import type {
  CaseInspected,
  caseInspect,
  caseWords,
  OpsCaseDetail,
  OpsCaseList,
  OpsInvoice,
  OpsInvoiceList,
} from '../api/index.ts';
import { newKey } from './attempts.ts';
import type { Http } from './http.ts';

export type OpsCasesQuery = {
  readonly state?: string | undefined;
  readonly kind?: string | undefined;
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number;
};
export type CaseFound = z.infer<typeof caseInspect>['lines'][number];
/** A step that an operator takes, with what it needs. */
export type OpsCaseAct =
  | { readonly on: 'approve' | 'receive' | 'refund'; readonly note?: string }
  | { readonly on: 'refuse'; readonly note: string }
  | { readonly on: 'inspect'; readonly lines: readonly CaseFound[] };

/** After-sales cases as operators work through them. */
export function caseCalls(http: Http) {
  const path = (caseId: string, act = '') => `/api/ops/cases/${encodeURIComponent(caseId)}${act}`;
  return {
    cases: (query: OpsCasesQuery) =>
      http<OpsCaseList>({ path: '/api/ops/cases', query, answer: 'opsCaseList' }),
    opsCase: (caseId: string) => http<OpsCaseDetail>({ path: path(caseId), answer: 'opsCaseDetail' }),
    /** Refusals `caseStepNotAllowed`, `exchangeOutOfStock`, `inspectionWrong`, `forbidden`. */
    moveCase: (caseId: string, { on, ...body }: OpsCaseAct) =>
      http<OpsCaseDetail>({
        method: 'POST',
        path: path(caseId, `/${on}`),
        body,
        key: newKey(),
        answer: 'opsCaseDetail',
      }),
    /** Refusals `caseStepNotAllowed`, `inspectionWrong`. */
    previewInspection: (caseId: string, lines: readonly CaseFound[], signal?: AbortSignal) =>
      http<CaseInspected>({
        method: 'POST',
        path: path(caseId, '/inspect/preview'),
        body: { lines },
        answer: 'caseInspected',
        signal,
      }),
    caseWords: (caseId: string) =>
      http<z.infer<typeof caseWords>>({
        method: 'POST',
        path: path(caseId, '/words'),
        body: {},
        answer: 'caseWords',
      }),
    invoices: (query: { state?: string | undefined; cursor?: string | undefined; limit?: number }) =>
      http<OpsInvoiceList>({ path: '/api/ops/invoices', query, answer: 'opsInvoiceList' }),
    /** Refusals `invoiceIssued`, `invoiceNothing`, `forbidden`. */
    issueInvoice: (invoiceId: string, number: string) =>
      http<OpsInvoice>({
        method: 'POST',
        path: `/api/ops/invoices/${encodeURIComponent(invoiceId)}/issue`,
        body: { number },
        answer: 'opsInvoiceView',
      }),
    voidInvoice: (invoiceId: string, note: string) =>
      http<OpsInvoice>({
        method: 'POST',
        path: `/api/ops/invoices/${encodeURIComponent(invoiceId)}/void`,
        body: { note },
        answer: 'opsInvoiceView',
      }),
  };
}
