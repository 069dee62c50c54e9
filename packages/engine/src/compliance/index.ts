/** Rules of law that a plan can break, as pure functions: the article, its dates, and the arithmetic (domain §2, §3, §6). */
export { isInForce, LAW, type LawRule, type LawRuleId } from './law.ts';
export { depositCapFen, mostWonFen, PRIZE_CAP_FEN, type Prize } from './prizes.ts';
export {
  announcedBp,
  compareWithDeals,
  euPriorFen,
  type PriceStretch,
  type ReferenceVerdict,
  riseBp,
} from './reference.ts';
export { type WordingFault, wordingFaults } from './wording.ts';
