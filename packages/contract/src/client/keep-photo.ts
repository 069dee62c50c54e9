import type { CasePhoto } from '../api/index.ts';
import type { Http } from './http.ts';

/** A photo over a slow phone line. */
const TIMEOUT_MS = 60_000;

/**
 * Sends a photo that a case may be asked for with; the same file is one photo. Refusals `photoKind`, `photoPixels`,
 * `photoDamaged`, `photosTooMany`, `bodyTooLarge`. Apart from the other calls: the first view needs no word of it.
 */
export function keepPhoto(http: Http, purchaseId: string, file: Blob): Promise<CasePhoto> {
  const form = new FormData();
  form.set('file', file, 'photo');
  return http<CasePhoto>({
    ...{ method: 'POST', path: `/api/purchases/${encodeURIComponent(purchaseId)}/photos`, form },
    ...{ timeoutMs: TIMEOUT_MS, answer: 'casePhoto' },
  });
}
