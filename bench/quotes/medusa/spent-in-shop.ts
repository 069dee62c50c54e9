/**
 * What a cart spends in each shop, as a context for Medusa's rules, through the hook that is meant for it: a shop is a
 * collection, and its name stands on the line.
 */
import { createRequire } from 'node:module';

type Cart = { items?: { product_collection: string; unit_price: number; quantity: number }[] };
type Flows = {
  updateCartPromotionsWorkflow: {
    hooks: { setPromotionContext(hook: (input: { cart: Cart }) => object): void };
  };
};
const load = createRequire(new URL('../../peers/medusa/package.json', import.meta.url));
const { updateCartPromotionsWorkflow } = load('@medusajs/medusa/core-flows') as Flows;
const { StepResponse } = load('@medusajs/framework/workflows-sdk') as {
  StepResponse: new (value: object) => object;
};

updateCartPromotionsWorkflow.hooks.setPromotionContext(({ cart }) => {
  const spent: Record<string, number> = {};
  for (const { product_collection: shop, unit_price, quantity } of cart.items ?? [])
    spent[shop] = (spent[shop] ?? 0) + Number(unit_price) * Number(quantity);
  return new StepResponse({ spent });
});
