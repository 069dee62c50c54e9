/**
 * One clause of a planning document: its words · the place in the plan that says it · what stands there, as written in
 * the file (without it, the clause's own words).
 */
export type Statement = readonly [words: string, path: string, written?: string];
