import type zh from './review-zh.ts';

/** The review. */
const review: Record<keyof typeof zh, string> = {
  'review.savePdf': 'Print / save as PDF',
  'review.compare': 'Compare with another',
  'review.group.sales': 'Sales',
  'review.group.reach': 'Reach',
  'review.group.experience': 'Experience',
  'review.group.companion': 'Companions',
  'review.group.companionWords': 'They keep the indicators from being misread',
  'review.verdict.goals': '{{met}} of {{measured}} measurable goals met',
  'review.verdict.goalsRunning': '{{measured}} measurable goals, the sale is running',
  'review.verdict.noGoals': 'The plan states no measurable goal',
  'review.indicatorsNamed': 'The plan’s indicators',
  'review.byVisits':
    'Targets are what the plan asks of as many visits, {{visits}} of {{planned}}, as on the live board',
  'review.byVisitsFew': 'Simulated traffic, compared with the plan from {{min}} visits on, {{visits}} so far',
  'review.steps': 'Step by step',
  'phases.upcoming': '{{count}} phases and nodes have not begun',
  'phases.showUpcoming': 'Show them',
  'phases.hideUpcoming': 'Hide them',
  'presales.title': '{{ended}} pre-sales are over, {{rate}} were paid in full',
  'presales.open': '{{deposits}} deposits came in; no balance window is over yet',
  'presales.words':
    'By item, what became of the deposits. Conversion counts only those whose balance window is over; forfeited and doubled back are count and amount',
  'presales.col.presale': 'Pre-sale',
  'presales.col.deposits': 'Deposits',
  'presales.col.ended': 'Window over',
  'presales.col.paid': 'Paid in full',
  'presales.col.conversion': 'Conversion',
  'presales.col.forfeited': 'Forfeited',
  'presales.col.doubled': 'Doubled back',
  'returnRates.title': '{{rate}} of what was sent came back',
  'returnRates.over': '{{rate}} of what was sent came back; categories above plan: {{over}}',
  'returnRates.early': 'No parcel was sent 15 days ago yet: return rates are unknown',
  'returnRates.words':
    'By the day of sending, only units sent at least 15 days ago; planned is, of a category, the rate by which the plan prices its insurance of the way back, and of all goods its target',
  'returnRates.col.category': 'Category',
  'returnRates.col.sent': 'Units sent',
  'returnRates.col.returned': 'Came back',
  'returnRates.col.rate': 'Measured',
  'returnRates.col.planned': 'Planned',
  'returnRates.col.verdict': 'Difference',
  'returnRates.above': '{{points}} points above',
  'returnRates.below': '{{points}} points below',
  'returnRates.asPlanned': 'as planned',
};
export default review;
