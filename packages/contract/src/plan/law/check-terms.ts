import {
  depositCapFen,
  isInForce,
  type LawRuleId,
  mostWonFen,
  PRIZE_CAP_FEN,
  wordingFaults,
} from '@dacu/engine/compliance';
import { formatFen } from '@dacu/engine/money';
import type { Path } from '@dacu/engine/plan';
import type { Text } from '@dacu/engine/pricing';
import type { PlanPromotion } from '../schema/promotions.ts';
import type { LawDraft } from './law-finding.ts';

type Prize = {
  readonly title: Text;
  readonly value?: number | undefined;
  readonly odds?: number | undefined;
  readonly stock?: number | undefined;
};

/** Winning by lot, whatever it is called. */
const BY_LOT = /抽(?!取规则)|锦鲤|\bdraw\b|\blucky\b/iu;
const RANDOM_KINDS: ReadonlySet<string> = new Set(['lottery', 'blindBox']);

/** What one blind box normally costs at most. */
const BOX_PRICE_MAX_FEN = 20_000;

/** Prizes, odds, deposits, gifts and conditions of one promotion, on the day that it begins. */
export function checkTerms(promotion: PlanPromotion, index: number, day: string): LawDraft[] {
  const path: Path = ['promotions', index];
  const say = (
    ruleId: LawRuleId,
    severity: LawDraft['severity'],
    at: Path,
    message: Text,
    evidence: Text,
  ): LawDraft[] =>
    isInForce(ruleId, day)
      ? [{ ruleId, severity, path: [...path, ...at], subject: promotion.id, message, evidence }]
      : [];
  return [...checkPrizes(), ...checkBoxPrice(), ...checkDeposit(), ...checkGifts(), ...checkConditions()];

  function checkPrizes(): LawDraft[] {
    const [key, prizes] = prizesOf(promotion);
    if (prizes === null) return [];
    const drafts: LawDraft[] = [];
    const chances =
      'perPersonMax' in promotion && promotion.perPersonMax !== undefined ? promotion.perPersonMax : 1;
    // Prizes that are given and not drawn can come together.
    const together = promotion.kind === 'game' && !isByLot(promotion);
    const wonFen = mostWonFen(
      prizes.map(({ value }) => ({ valueFen: value ?? null })),
      promotion.kind === 'blindBox' ? 1 : chances,
      together,
    );
    const capRule = isInForce('prizeCap2025', day) ? 'prizeCap2025' : 'prizeCap';
    if (wonFen > PRIZE_CAP_FEN)
      drafts.push(
        ...say(
          capRule,
          'error',
          [key],
          { zh: '一次可得奖品合计超过五万元', en: 'What one person can win exceeds ¥50,000' },
          {
            zh: `合计 ${formatFen(wonFen)}（${chances} 次机会）`,
            en: `${formatFen(wonFen)} in all (${chances} chance${chances === 1 ? '' : 's'})`,
          },
        ),
      );
    if (!RANDOM_KINDS.has(promotion.kind) && !isByLot(promotion)) return drafts;
    const disclosure = promotion.kind === 'blindBox' ? 'blindBoxOdds' : 'drawDisclosure';
    for (const [at, prize] of prizes.entries()) {
      // In a finite pool the quantities are the odds.
      const published = isFinitePool(promotion) ? prize.stock : prize.odds;
      if (published === undefined)
        drafts.push(
          ...say(
            disclosure,
            'error',
            [key, at],
            { zh: '随机所得的奖项没有公布概率', en: 'A prize won by lot has no published odds' },
            { zh: prize.title.zh, en: prize.title.en },
          ),
        );
      else if (promotion.kind === 'lottery' && prize.value !== undefined && prize.stock === undefined)
        drafts.push(
          ...say(
            disclosure,
            'warning',
            [key, at],
            { zh: '奖项没有公布数量', en: 'A prize has no published quantity' },
            { zh: prize.title.zh, en: prize.title.en },
          ),
        );
    }
    return drafts;
  }

  function checkBoxPrice(): LawDraft[] {
    if (promotion.kind !== 'blindBox' || promotion.price <= BOX_PRICE_MAX_FEN) return [];
    return say(
      'blindBoxPrice',
      'warning',
      ['price'],
      { zh: '盲盒单价一般不超过 200 元', en: 'One blind box normally costs no more than ¥200' },
      { zh: `单价 ${formatFen(promotion.price)}`, en: `${formatFen(promotion.price)} each` },
    );
  }

  function checkDeposit(): LawDraft[] {
    if (promotion.kind !== 'presale') return [];
    const { price = 10_000, deposit, depositShare, inflation } = promotion;
    const paid = deposit ?? depositShare;
    if (paid === undefined) return [];
    const contractFen = price - Math.round(paid * (inflation - 1));
    if (paid <= depositCapFen(contractFen)) return [];
    const shown = (amount: number) =>
      promotion.price === undefined ? `${amount / 100}%` : formatFen(amount);
    return say(
      'deposit',
      'error',
      [deposit === undefined ? 'depositShare' : 'deposit'],
      { zh: '定金超过合同价的 20%', en: 'The deposit exceeds 20 % of the contract price' },
      {
        zh: `定金 ${shown(paid)}，合同价 ${shown(contractFen)}，上限 ${shown(depositCapFen(contractFen))}`,
        en: `deposit ${shown(paid)}, contract price ${shown(contractFen)}, at most ${shown(depositCapFen(contractFen))}`,
      },
    );
  }

  function checkGifts(): LawDraft[] {
    const gifts =
      promotion.kind === 'gift'
        ? promotion.tiers.map(({ gift }, at) => ({ gift, at: ['tiers', at, 'gift'] }))
        : promotion.kind === 'presale' && promotion.gift
          ? [{ gift: promotion.gift, at: ['gift'] }]
          : [];
    return gifts.flatMap(({ gift, at }) =>
      gift.quantity === undefined
        ? say(
            'gifts',
            'warning',
            at,
            { zh: '赠品没有写数量', en: 'The gift has no quantity' },
            { zh: gift.title.zh, en: gift.title.en },
          )
        : [],
    );
  }

  function checkConditions(): LawDraft[] {
    const missing: Text[] = [];
    if (RANDOM_KINDS.has(promotion.kind) || isByLot(promotion)) {
      if (promotion.when === undefined) missing.push({ zh: '起止时间', en: 'start and end' });
      const limit = 'perPersonMax' in promotion ? promotion.perPersonMax : undefined;
      if (promotion.kind === 'lottery' && limit === undefined)
        missing.push({ zh: '每人次数', en: 'draws per person' });
      if (promotion.kind === 'lottery' && !promotion.entry && !promotion.detail)
        missing.push({ zh: '参与方式', en: 'how to take part' });
    }
    if (promotion.kind === 'coupon' && promotion.validFor === undefined && promotion.when === undefined)
      missing.push({ zh: '有效期', en: 'validity' });
    if (missing.length === 0) return [];
    return say(
      'conditions',
      'warning',
      ['id'],
      { zh: '没有写明促销条件', en: 'Conditions are not stated' },
      {
        zh: `缺：${missing.map(({ zh }) => zh).join('、')}`,
        en: `missing: ${missing.map(({ en }) => en).join(', ')}`,
      },
    );
  }
}

/** What every text of the plan may not say; `path` of the texts of a presale begins with that promotion. */
export function checkWording(
  texts: Iterable<{ readonly path: Path; readonly text: string }>,
  inDepositFlow: (path: Path) => boolean,
  day: string,
): LawDraft[] {
  const drafts: LawDraft[] = [];
  for (const { path, text } of texts) {
    for (const { ruleId, word } of wordingFaults(text, inDepositFlow(path) || text.includes('定金')))
      if (isInForce(ruleId, day))
        drafts.push({
          ruleId,
          severity: 'error',
          path,
          subject: path.join('.'),
          message: { zh: '不得使用的表述', en: 'Wording that may not be used' },
          evidence: { zh: `“${word}”`, en: `“${word}”` },
        });
  }
  return drafts;
}

function prizesOf(promotion: PlanPromotion): readonly [string, readonly Prize[] | null] {
  if (promotion.kind === 'lottery' || promotion.kind === 'blindBox') return ['odds', promotion.odds];
  if (promotion.kind === 'game') return ['rewards', promotion.rewards ?? null];
  return ['', null];
}

const isFinitePool = (promotion: PlanPromotion): boolean =>
  promotion.kind === 'blindBox' && promotion.draw === 'finite';

function isByLot({ title, summary, detail, kind }: PlanPromotion): boolean {
  if (kind !== 'game' && kind !== 'lottery') return false;
  return [title, summary, detail].some(
    (text) => text !== undefined && (BY_LOT.test(text.zh) || BY_LOT.test(text.en)),
  );
}
