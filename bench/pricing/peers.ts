import { createRequire } from 'node:module';
import { compilePromotions, priceCart, type QuoteRequest } from '@dacu/engine/pricing';
import { asPromotions, PARALLEL, type PlainRule } from './sales.ts';

/** Something that says how much a cart saves in all under plain rules, in fen. */
export type Peer = { readonly name: string; savesFen(cart: QuoteRequest): number | Promise<number> };
export type Missing = { readonly name: string; readonly missing: string };

/**
 * Each with the rules loaded before. What the others are given for nothing: what the cart spends in each category; only
 * ours and Medusa's split the amounts over the lines, only ours says why a rule did not apply and checks that no
 * combination is cheaper.
 */
export function openPeers(rules: readonly PlainRule[]): (Peer | Missing)[] {
  const index = compilePromotions(asPromotions(rules), PARALLEL);
  return [
    {
      name: 'ours',
      savesFen: (cart) => {
        const { listFen, goodsFen } = priceCart(cart, index);
        return listFen - goodsFen;
      },
    },
    attempt('medusa', () => medusa(rules)),
    attempt('json-rules-engine', () => jsonRules(rules)),
    attempt('zen-engine', () => zen(rules)),
  ];
}

const load = createRequire(new URL('../peers/package.json', import.meta.url));

function attempt(name: string, open: () => Peer): Peer | Missing {
  try {
    return open();
  } catch (error) {
    return {
      name,
      missing: `cd bench/peers && npm install --ignore-scripts (${(error as Error).message.split('\n')[0]})`,
    };
  }
}

/** What every rule tests, by category. */
function spentOf({ lines }: QuoteRequest): Record<string, number> {
  const spent: Record<string, number> = {};
  for (const { categories, unitListFen, quantity } of lines)
    for (const category of categories) spent[category] = (spent[category] ?? 0) + unitListFen * quantity;
  return spent;
}

type MedusaAction = { readonly amount: { toNumber(): number } | number };
type MedusaUtils = {
  ComputeActionUtils: {
    getComputedActionsForItems(
      promotion: object,
      items: object[],
      applied: Map<string, unknown>,
      allocation?: string,
    ): MedusaAction[];
  };
  areRulesValidForContext(rules: object[], context: object, scope: string): boolean;
};

/** The computation of its promotion module, called as its service calls it, without its database. */
function medusa(rules: readonly PlainRule[]): Peer {
  const { ComputeActionUtils, areRulesValidForContext } = load(
    '@medusajs/promotion/dist/utils',
  ) as MedusaUtils;
  const promotions = rules.map(({ id, category, thresholdFen, offFen }) => ({
    code: id,
    type: 'standard',
    rules: [{ attribute: `spent.${category}`, operator: 'gte', values: [{ value: String(thresholdFen) }] }],
    application_method: {
      type: 'fixed',
      target_type: 'items',
      allocation: 'across',
      value: offFen,
      target_rules: [{ attribute: 'items.category', operator: 'eq', values: [{ value: category }] }],
    },
  }));
  return {
    name: 'medusa',
    savesFen(cart) {
      const context = { spent: spentOf(cart) };
      const items = cart.lines.map(({ lineId, categories, unitListFen, quantity }) => ({
        id: lineId,
        category: categories[0],
        quantity,
        unit_price: unitListFen,
        subtotal: unitListFen * quantity,
        original_total: unitListFen * quantity,
        is_discountable: true,
      }));
      const applied = new Map<string, unknown>();
      let savedFen = 0;
      for (const promotion of promotions) {
        if (!areRulesValidForContext(promotion.rules, context, 'order')) continue;
        for (const { amount } of ComputeActionUtils.getComputedActionsForItems(promotion, items, applied))
          savedFen += Number(amount);
      }
      return Math.round(savedFen);
    },
  };
}

type JsonRules = {
  Engine: new (
    rules: object[],
    options: object,
  ) => {
    run(facts: object): Promise<{ events: { params: { offFen: number } }[] }>;
  };
};

function jsonRules(rules: readonly PlainRule[]): Peer {
  const { Engine } = load('json-rules-engine') as JsonRules;
  const engine = new Engine(
    rules.map(({ id, category, thresholdFen, offFen }) => ({
      conditions: { all: [{ fact: category, operator: 'greaterThanInclusive', value: thresholdFen }] },
      event: { type: id, params: { offFen } },
    })),
    { allowUndefinedFacts: true },
  );
  return {
    name: 'json-rules-engine',
    async savesFen(cart) {
      const { events } = await engine.run(spentOf(cart));
      return events.reduce((sum, { params }) => sum + params.offFen, 0);
    },
  };
}

type Zen = {
  ZenEngine: new () => {
    createDecision(graph: object): { evaluate(input: object): Promise<{ result: { offFen: number }[] }> };
  };
};

/** One decision table that collects the rows that hold; a rule is a row. */
function zen(rules: readonly PlainRule[]): Peer {
  const { ZenEngine } = load('@gorules/zen-engine') as Zen;
  const categories = [...new Set(rules.map(({ category }) => category))];
  const table = {
    hitPolicy: 'collect',
    inputs: categories.map((category) => ({ id: category, name: category, field: category })),
    outputs: [{ id: 'offFen', name: 'offFen', field: 'offFen' }],
    rules: rules.map(({ id, category, thresholdFen, offFen }) => ({
      _id: id,
      ...Object.fromEntries(categories.map((each) => [each, each === category ? `>= ${thresholdFen}` : ''])),
      offFen: String(offFen),
    })),
  };
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      { id: 'table', type: 'decisionTableNode', name: 'table', content: table },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  });
  const zeros = Object.fromEntries(categories.map((category) => [category, 0]));
  return {
    name: 'zen-engine',
    async savesFen(cart) {
      const { result } = await decision.evaluate({ ...zeros, ...spentOf(cart) });
      return result.reduce((sum, { offFen }) => sum + offFen, 0);
    },
  };
}
