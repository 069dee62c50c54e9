/** Terms of aftercare that no plan states yet. */

/** Sales run on one clock of the mainland. */
export const ZONE_OFFSET_MS = 8 * 3_600_000;

/** Tags of goods that do not come back without a reason (Consumer Protection Law article 25). */
export const EXCLUDED_TAGS: readonly string[] = ['virtual', 'custom', 'perishable'];

/** Refunds above it are released by finance. */
export const SERVICE_REFUND_FEN_MAX = 500_000;
