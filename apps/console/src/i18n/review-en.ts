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
};
export default review;
