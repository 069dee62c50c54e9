type Words = { readonly zh: string; readonly en: string };
/** One refusal: its HTTP status, and what a shopper and the person on duty read. */
export type Entry = { readonly status: number; readonly shopper: Words; readonly operator: Words };
