/** Plans for tests: the smallest one that passes, and ways to change it. */
export const SMALL_PLAN = `format: 1
campaign:
  id: small
  title: { zh: 小活动, en: Small sale }
  year: 2024
  zone: Asia/Shanghai
  from: 06-01
  until: 07-01
  precedence: 1
  pricing: { profile: tmall, thresholds: parallel, minimumFen: 1 }
calendar:
  seasons:
    - { id: summer, title: { zh: 夏, en: Summer }, from: 06-01, until: 07-01, look: summer, motif: wave }
  phases:
    - { id: warm-up, title: { zh: 预热, en: Warm-up }, kind: warmUp, season: summer, from: 06-01, until: 06-15 }
    - { id: burst, title: { zh: 爆发, en: Burst }, kind: burst, season: summer, from: 06-15, until: 06-21 }
  nodes:
    - { id: day-618, title: { zh: "618", en: "618" }, kind: sale, on: 06-18 }
shops:
  - { id: fuman, title: { zh: 福满, en: Fuman } }
assortment:
  categories:
    - { id: beauty, title: { zh: 美妆, en: Beauty } }
  tags:
    - { id: flash, title: { zh: 秒杀, en: Flash } }
members:
  tiers:
    - { id: silver, title: { zh: 银卡, en: Silver } }
`;

/** The small plan with promotions: each is a YAML flow mapping, or lines indented by two. */
export const withPromotions = (...promotions: string[]) =>
  `${SMALL_PLAN}promotions:\n${promotions.map((promotion) => `  - ${promotion}\n`).join('')}`;

/** The small plan with one place changed; throws when that place is not there. */
export function changed(from: string, to: string, plan = SMALL_PLAN): string {
  if (!plan.includes(from)) throw new Error(`not in the plan: ${from}`);
  return plan.replace(from, to);
}
