import { FULL_BP, mulDiv } from '../../money/index.ts';
import { amountFaults, type PriceKind, type RuleOf, rateFaults } from './kind.ts';

/** 民法典 586: what a deposit has above a fifth of the contract price has no effect as one. */
const DEPOSIT_SHARE = 5;

/**
 * 定金膨胀 (domain §2), a unit at a time: of price P, a deposit d counts e = d·m, so s = e − d comes off for paying it
 * early. The contract price is P − s, on which thresholds of the balance are tested; the balance is P − e, from which
 * alone they take.
 */
export const presale: PriceKind<'presale'> = {
  kind: 'presale',
  on: 'price',
  layers: ['itemPrice'],

  faults(rule) {
    const { priceFen, depositFen, depositBp, inflationBp } = rule;
    return [
      ...amountFaults({ priceFen, depositFen, inflationBp }),
      ...rateFaults(depositBp),
      ...((depositFen === undefined) === (depositBp === undefined)
        ? ['state either depositFen or depositBp']
        : []),
      ...(inflationBp < FULL_BP ? ['inflationBp must be 10000 or more: a deposit counts at least once'] : []),
      ...(depositFen !== undefined && priceFen === undefined ? ['depositFen needs priceFen'] : []),
      ...overShare(rule),
    ];
  },

  holdsFor: (_rule, { presalePromotionId }, promotionId) => presalePromotionId === promotionId,
  unitPriceFen: (rule, unitListFen) => presaleTerms(rule, unitListFen).contractFen,
  unitDepositFen: (rule, unitListFen) => presaleTerms(rule, unitListFen).depositFen,
};

type Presale = RuleOf<'presale'>;

/** Amounts of one unit. */
type PresaleTerms = { readonly depositFen: number; readonly contractFen: number };

function presaleTerms(rule: Presale, unitListFen: number): PresaleTerms {
  const priceFen = Math.min(rule.priceFen ?? unitListFen, unitListFen);
  const depositFen = rule.depositFen ?? mulDiv(priceFen, rule.depositBp!, FULL_BP);
  const expansionFen = mulDiv(depositFen, rule.inflationBp, FULL_BP);
  return { depositFen, contractFen: priceFen - (expansionFen - depositFen) };
}

/** d ≤ ⌊(P − s) / 5⌋ (V43); at a rate the price does not matter, so any will do. */
function overShare(rule: Presale): string[] {
  const { depositFen, contractFen } = presaleTerms(rule, rule.priceFen ?? FULL_BP);
  const most = Math.max(0, Math.floor(contractFen / DEPOSIT_SHARE));
  return depositFen <= most
    ? []
    : [`the deposit (${depositFen}) exceeds a fifth of the contract price (${contractFen}): at most ${most}`];
}
