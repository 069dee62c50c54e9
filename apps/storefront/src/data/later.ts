import { createLaterClient } from '@dacu/contract/client/later';
import { withVisit } from './api.ts';

/** Calls that the first page does not carry. */
export const laterApi = createLaterClient(withVisit);
