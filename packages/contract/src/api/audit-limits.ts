/** What may be asked of an audit. Apart from the schemas, so that a screen can know it without them. */

/** Wall seconds for proofs and searches; what they do not suffice for is said in the report. */
export const AUDIT_SECONDS = { min: 10, max: 600, usual: 60 } as const;
export const AUDIT_STAGES = ['scenes', 'belowCost', 'share', 'items', 'exposure'] as const;
