import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CATEGORY_WEIGHTS,
  DEMAND_SCENARIO_IDS,
  DEMAND_SCENARIOS,
  type DemandScenario,
  PARAMETERS,
  REGION_WEIGHTS,
  RETURN_RATE_BY_CATEGORY,
  SHOPPER_KINDS,
  type ShopperKind,
} from '@dacu/engine/simulate';
import { type CheckResult, root } from './run-command.ts';

/**
 * Long because each assumption has its row: what it means and where it comes from. The values come out of the one file
 * that the code reads; the types below make a parameter without a source a compile error.
 */
const DOC = join(root, 'docs/rehearsal-model.md');

type Row = { readonly says: string; readonly source: string };
/** Ours, for want of a measurement: argued in the text above the table. */
const ours = (says: string): Row => ({ says, source: 'ours' });

const OF_KIND: Readonly<Record<keyof ShopperKind, Row>> = {
  id: ours('name in code and in account keys'),
  visitWeight: ours('share of visits (weights sum to 1)'),
  visitsEach: ours(
    'visits of one person over the campaign, mean: with the share it sets how many people there are',
  ),
  tierWeights: { says: 'member tiers by weight', source: 'tiers of the plan; weights ours' },
  priceSensitivity: ours('how strongly a cut lifts the wish to buy'),
  productPagesMean: ours('product pages of a visit, mean'),
  favouriteRate: ours('favourite, per product page'),
  addRate: ours('into the cart, per product page, before taste and price'),
  checkoutRate: {
    says: 'orders, of those with a cart',
    source:
      'ours, so that about seven carts in ten are left: 70.19 % is the mean of the studies collected by Baymard Institute',
  },
  payAbandonRate: ours('never pays, of those with an unpaid order'),
  flashInterest: ours('looks at a flash sale that is open or about to open'),
  extraUnitsMean: ours('units of a line beyond the first, mean'),
  returnFactor: ours('times the category’s return rate'),
  complaintRate: {
    says: 'complains, of paid orders',
    source:
      'ours, so that the plan’s own ceiling (complaints in ten thousand orders) is neither empty nor out of reach',
  },
  thinkMs: ours('pause between two actions, mean (ms)'),
  searchRate: ours('searches by words rather than by category'),
  customerBefore: ours('had bought here before the campaign'),
};

const OF_SCENARIO: Readonly<Record<keyof DemandScenario, string>> = {
  id: 'name, as in `--scenario`',
  visitsFactor: 'visits for each visit that the plan expects',
  surgeFactor: 'how far the plan’s surges rise above an ordinary hour',
  addFactor: 'times `addRate`',
  checkoutFactor: 'times `checkoutRate`',
  priceSensitivityFactor: 'times `priceSensitivity`: in a weak year people wait for the cut',
  returnFactor: 'times `returnFactor`: what was bought in a rush comes back more often',
};

const OF_ALL: Readonly<Record<keyof typeof PARAMETERS, Row>> = {
  venueLanding: ours(
    'enters by the venue, by channel; the others follow a link to goods or to the flash sale',
  ),
  flashLanding: ours('comes by the link of the flash sale, of those who enter elsewhere and like it'),
  bounceRate: ours('leaves at once, of those who enter by the venue'),
  accountsPerScalper: {
    says: 'accounts behind one telephone and address',
    source: 'ours; that scalpers run many accounts behind one address is what per-person limits are for',
  },
  flashWaitMsMax: ours('comes this early to wait for a slot (ms)'),
  flashReactionMs: ours('from the opening to the press, mean (ms)'),
  flashTriesMax: ours('tries at one slot'),
  discountLift: ours('a cut c multiplies the wish by 1 + c × sensitivity × this'),
  offTasteFactor: ours('wish for what is in none of the three favourite categories'),
  priceHalfFen: ours('price at which the wish halves for an average purse (fen)'),
  agreeToNewAmountRate: ours('agrees when told of another amount at checkout'),
  payDelayMs: ours('from order to payment, mean (ms)'),
  returnAfterDays: {
    says: 'days from payment to sending back',
    source: '消费者权益保护法 art. 25: seven days from receipt, after up to four days on the way',
  },
  complaintAfterDays: ours('days from payment to a complaint'),
  presaleInterest: ours(
    'reads the terms of an item that is sold by pre-sale at times, of those who look at it',
  ),
  presaleLift: ours(
    'times the wish at the contract price: a deposit is small, so booking is easier than buying',
  ),
  balancePayRate: {
    says: 'comes back in the balance window and pays, of those whose deposit is paid; the rest forfeits',
    source:
      'ours: no marketplace publishes it; well above `checkoutRate`, since whoever stays away loses the deposit (Civil Code art. 587)',
  },
  balanceDelayMs: ours('from the opening of the balance window to the payment, mean (ms)'),
  balanceLatestMs: ours('the last ones pay this long before the window closes (ms)'),
  returnReasonWeights: {
    says: 'reasons of returns by weight',
    source: 'ours; `noReason` leads since art. 25 asks for none',
  },
  cancelRate: ours('cancels, of those who do not pay; the rest lets the hold run out'),
  retriesMax: ours('retries of one command under one key'),
  actionsMax: ours('actions of a visit, a stop for loops'),
  openFromPageRate: ours('opens one of the goods on the page rather than look elsewhere'),
  tasteWeights: ours('which of three favourite categories a visit goes for'),
  listSortWeights: ours('how a category is sorted'),
  tasteFactor: ours('wish of the dearest category, and the step down to each next one'),
  addChanceMax: ours('most that one look leads to the cart'),
  extraUnitsMax: ours('units of a line beyond the first, at most'),
  flashNextRate: ours('presses for another item after “sold out”'),
  landingMs: ours('from entering to the first page (ms)'),
  thinkMsMin: ours('shortest pause (ms)'),
  cancelAfterMs: ours('from order to cancelling (ms)'),
  lookAgainMs: ours('from paying to looking whether it arrived (ms)'),
  purseSpread: ours('standard deviation of the logarithm of purses'),
  regularsLean: ours('uniform draws are raised to this: some come far more often than others'),
  complaintTopicWeights: ours('topics of complaints by weight'),
  lastBoughtDays: ours('days since the last purchase of those who had bought before'),
  lostAnswerRate: ours('answers of orders that get lost; the command is repeated under its key'),
  declineRate: ours('payments that the bank declines'),
  lostNotificationRate: ours('notifications of the provider that get lost'),
  notifyAgainMs: {
    says: 'the provider says it again after (ms)',
    source: 'of the order of the payment providers’ own schedules (15 s, 15 s, 30 s, 3 min, …)',
  },
  restockEveryDays: {
    says: 'shelves are filled up to the opening stock every (days)',
    source: 'the 2024 plan locks suppliers in three months ahead; the week is ours',
  },
  restockUnitsMin: ours('units of a scaled-down shelf at least: slow items could never be bought otherwise'),
};

const INTRO = `# The model behind a rehearsal

Made from \`packages/engine/src/simulate/parameters.ts\`; \`npm run check\` fails when they differ,
\`node tools/checks/rehearsal-docs.ts --write\` brings this page up to date. Change a parameter there and rehearse again:
nothing else in the code knows one.

**No figure here was measured on real people of this operator.** *ours* marks what is plausible and no more; read a rehearsal
for what the machinery does under such a crowd and for the *difference* between two of them, never as a forecast in yuan.

## What happens

1. **When they come** is the plan's own word: \`traffic\` gives the visits, the weight of each day by phase and node, of each hour, the
   surges and the channels. \`createCurve\` lays this out hour by hour, \`arrivals\` draws exactly as many instants from it.
2. **Who comes**: a kind by weight, a person of that kind. People return, so visits outnumber people; a person has a tier, three
   favourite categories, a purse (log-normal), an address, and has bought before or not. All of it follows from seed and name.
3. **What they do** is one state machine (\`visit.ts\`): venue, flash sale, search or category, product pages, favourite, a pre-sale booked by
   deposit (or in full where its stock is short), cart, checkout, payment, a look at the order. Each step is a request to the same routes as anybody's, and what comes next depends on the answer.
4. **The wish to buy** of a page is \`addRate × lift × taste × price\`: \`lift = 1 + cut × priceSensitivity × discountLift\` with the cut below the
   list price, \`taste\` by rank among the favourite categories, \`price = half ÷ (half + price)\` with \`half = priceHalfFen × purse\`.
5. **What goes wrong**: lost answers (the command is repeated under its key), declined payments, lost notifications of the provider, sold-out
   items, holds that run out, prices that changed between cart and checkout.
6. **Afterwards**: most come back in the balance window and pay, the others forfeit their deposit; each unit of a line comes back by its
   category's rate, days later; some complain.

A rehearsal of N visits stands for the plan at 1 : plan visits ÷ N. Goals, budgets, flash quotas and opening stock are divided by it (largest
remainder), prices and limits per person are not. Both clocks are virtual; ids and chance come from the seed.

## Demand scenarios

All *ours*. \`base\` is the plan as it stands. The scale does not change: a strong year brings more visits to the same stock and quotas.
`;

function value(of: unknown): string {
  if (typeof of === 'number' || typeof of === 'string') return String(of);
  if (Array.isArray(of)) return of.join(' : ');
  return Object.entries(of as Record<string, unknown>)
    .map(([name, inner]) => `${name} ${String(inner)}`)
    .join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** docs/rehearsal-model.md as it must read. */
export function renderRehearsalDocs(): string {
  const kindKeys = (Object.keys(OF_KIND) as (keyof ShopperKind)[]).filter((key) => key !== 'id');
  const scenarioKeys = (Object.keys(OF_SCENARIO) as (keyof DemandScenario)[]).filter((key) => key !== 'id');
  const parts = [
    INTRO,
    table(
      ['parameter', 'what', ...DEMAND_SCENARIO_IDS],
      scenarioKeys.map((key) => [
        `\`${key}\``,
        OF_SCENARIO[key],
        ...DEMAND_SCENARIO_IDS.map((id) => value(DEMAND_SCENARIOS[id][key])),
      ]),
    ),
    '\n## Kinds of shoppers\n',
    table(
      ['parameter', 'what', ...SHOPPER_KINDS.map((kind) => kind.id)],
      kindKeys.map((key) => [
        `\`${key}\``,
        OF_KIND[key].says,
        ...SHOPPER_KINDS.map((kind) => value(kind[key])),
      ]),
    ),
    '\nSources:\n',
    ...kindKeys.map((key) => `- \`${key}\`: ${OF_KIND[key].source}`),
    '\n## Everybody\n',
    table(
      ['parameter', 'what', 'value', 'source'],
      (Object.keys(OF_ALL) as (keyof typeof PARAMETERS)[]).map((key) => [
        `\`${key}\``,
        OF_ALL[key].says,
        value(PARAMETERS[key]),
        OF_ALL[key].source,
      ]),
    ),
    '\n## Categories\n',
    'Taste: the weight by which a person’s favourites are drawn (*ours*). Return rate: share of units sent back (*ours*, ordered as trade',
    'reports order them: clothes first, because size and colour cannot be tried; food last, because most of it may not come back).\n',
    table(
      ['category', 'taste', 'return rate'],
      [...Object.keys(CATEGORY_WEIGHTS), 'default'].map((id) => [
        id,
        value(CATEGORY_WEIGHTS[id] ?? '–'),
        value(RETURN_RATE_BY_CATEGORY[id] ?? '–'),
      ]),
    ),
    '\n## Regions\n',
    'Province codes of GB/T 2260 with a rough weight of online buyers (*ours*, in the order of population and income); they matter for freight.\n',
    `${Object.entries(REGION_WEIGHTS)
      .map(([code, weight]) => `${code} ${weight}`)
      .join(' · ')}\n`,
  ];
  return parts.join('\n');
}

export function checkRehearsalDocs(): CheckResult {
  const ok = (existsSync(DOC) ? readFileSync(DOC, 'utf8') : '') === renderRehearsalDocs();
  return {
    ok,
    summary: `${Object.keys(OF_ALL).length + Object.keys(OF_KIND).length} parameters`,
    details: ok
      ? ''
      : 'docs/rehearsal-model.md differs from the parameters; run node tools/checks/rehearsal-docs.ts --write',
  };
}

if (process.argv[1] === import.meta.filename && process.argv.includes('--write'))
  writeFileSync(DOC, renderRehearsalDocs());
