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
  'review.headline': 'Verdict',
  'review.headline.met': 'Met',
  'review.headline.missed': 'Missed',
  'review.headline.open': 'Not measured by the system',
  'review.indicatorsNamed': 'The plan’s indicators',
  'review.col.share': 'Reached',
  'review.steps': 'Step by step',
  'review.noSource': 'No source, not estimated: {{names}}',
  'review.judged': 'Judged by people: {{names}}',
  'review.later': 'Not known yet: {{names}}',
  'phases.upcoming': '{{count}} phases and nodes have not begun',
  'phases.showUpcoming': 'Show them',
  'phases.hideUpcoming': 'Hide them',
  'discounts.count': '{{orders}} orders',
  'review.toc': 'On this page',
};
export default review;
