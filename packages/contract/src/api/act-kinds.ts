/** What the record of operators' acts tells apart. A file of its own: screens take it without the schemas. */
export const ACT_KINDS = [
  'operatorAdded',
  'operatorReset',
  'roleChanged',
  'operatorDisabled',
  'operatorEnabled',
  'passwordChanged',
  'sessionsEnded',
  'catalogueImported',
  'editionPublished',
  'differenceAcknowledged',
  'differenceSolved',
  'promotionStopped',
  'promotionResumed',
  'clockMoved',
  'stockMoved',
] as const;
