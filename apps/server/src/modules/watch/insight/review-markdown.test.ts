import { reviewDocument } from '@dacu/contract/api';
import { expect, test } from 'vitest';
import { reviewMarkdown } from './review-markdown.ts';

const same = (words: string) => ({ zh: words, en: words });
/** As a file from before there were tables of pre-sales and returns: without either. */
const OLD = {
  ...{ reviewId: 'r1', kind: 'rehearsal', simulated: true, rehearsal: null, definitions: [] },
  campaign: { id: 'sale', title: same('Sale'), editionNo: 1, zone: 'Asia/Shanghai' },
  window: { startsAt: 0, endsAt: 1, asOf: 1, asOfPosition: 0 },
  ...{ goals: [], indicators: [], phases: [], funnel: [], channels: [], discounts: [], stockOuts: [] },
  ...{ bestItems: [], worstItems: [], improvements: [], audit: { passed: true, checks: [] } },
};
const NEW = {
  ...OLD,
  definitions: ['presales', 'returnRates', 'balanceConversion'].map((id) => ({
    ...{ id, name: { zh: `中 ${id}`, en: `en ${id}` }, definition: same('words'), query: 'select 1' },
  })),
  presales: [
    {
      ...{
        promotionId: 'p',
        presale: { zh: '预售', en: 'Pre-sale' },
        skuId: 's',
        title: { zh: '锅', en: 'Pot' },
      },
      ...{ deposits: 5, depositFen: 2_990, ended: 4, paid: 3, conversionBp: 7_500 },
      ...{ forfeited: 1, forfeitedFen: 598, doubled: 0, doubledFen: 0 },
    },
  ],
  returnRates: [
    { categoryId: 'all', title: same('All'), sent: 1_200, returned: 30, rateBp: 250, plannedBp: 900 },
    { categoryId: 'home', title: same('Home'), sent: 0, returned: 0, rateBp: null, plannedBp: null },
  ],
};

test('a review from before the tables is read, and its Markdown has neither', () => {
  const text = reviewMarkdown(reviewDocument.parse(OLD), 'en');
  expect(text).toContain('## What to change');
  expect(text).not.toMatch(/## .*(presales|returnRates|Pre-sale)/);
});

test.each([
  ['en', '| Pot | Pre-sale | 5 | ¥29.90 | 4 | 3 | 75.00 % | 1 · ¥5.98 | 0 · ¥0.00 |', '## en presales'],
  ['zh', '| 锅 | 预售 | 5 | ¥29.90 | 4 | 3 | 75.00 % | 1 · ¥5.98 | 0 · ¥0.00 |', '## 中 presales'],
] as const)(
  'in %s every count of a pre-sale and every rate stands in its row',
  (language, presale, heading) => {
    const text = reviewMarkdown(reviewDocument.parse(NEW), language);
    expect(text).toContain(`${heading}\n`);
    expect(text).toContain(presale);
    expect(text).toContain('| All | 1,200 | 30 | 2.50 % | 9.00 % |');
    expect(text).toContain('| Home | 0 | 0 | – | – |');
  },
);
