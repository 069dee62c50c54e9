/** Dacu cannot start here, for a reason that a person can change: one sentence that says what and how. */
export class StartRefused extends Error {
  readonly reason:
    | 'secondCopy'
    | 'newerData'
    | 'olderData'
    | 'diskFull'
    | 'account'
    | 'damaged'
    | 'port'
    | 'place'
    | 'masterKey'
    | 'paymentKey'
    | 'database'
    | 'noData'
    | 'use'
    | 'build';

  constructor(reason: StartRefused['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartRefused';
    this.reason = reason;
  }
}
