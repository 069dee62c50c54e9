import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CompiledPlan,
  compilePlan,
  type Finding,
  type ParsedPlan,
  parsePlan,
} from '@dacu/contract/plan';
import type { AuditItem, AuditSubject } from '@dacu/engine/audit';
import { compilePromotions, type FreightTemplate, mergeFreight, type Text } from '@dacu/engine/pricing';
import { type ReadCatalogue, readCatalogue } from '../../modules/base/catalog/index.ts';

export type PlanFiles = {
  readonly yaml: string;
  readonly plan: Extract<ParsedPlan, { ok: true }>['plan'];
  readonly compiled: CompiledPlan;
  readonly catalogue: ReadCatalogue;
};

/** What a person can mend before anything is looked at. */
export type FilesRefused = {
  readonly kind: 'refused';
  readonly words: Text;
  readonly findings: readonly Finding[];
};

const TABLES = ['shops.csv', 'products.csv', 'prices.csv'] as const;

/** A plan file and the catalogue it sells, without a database. */
export async function readPlanFiles(
  planPath: string,
  catalogueDir: string,
): Promise<PlanFiles | FilesRefused> {
  const yaml = readFileSync(planPath, 'utf8');
  const parsed = parsePlan(yaml);
  if (!parsed.ok) {
    const errors = parsed.findings.filter(({ severity }) => severity === 'error').length;
    return {
      kind: 'refused',
      words: {
        zh: `方案有 ${errors} 个错误，先修好再看（dacu check）`,
        en: `The plan has ${errors} errors; mend them first (dacu check)`,
      },
      findings: parsed.findings,
    };
  }
  const catalogue = await readCatalogue(
    TABLES.map((name) => ({ name, bytes: readFileSync(join(catalogueDir, name)) })),
  );
  const [first] = catalogue.findings;
  if (first !== undefined) {
    const at = `${first.file}:${first.line} ${first.column}`;
    return {
      kind: 'refused',
      words: {
        zh: `商品目录有 ${catalogue.findings.length} 处错误。第一处：${at} ${first.message.zh}`,
        en: `The catalogue has ${catalogue.findings.length} errors. The first: ${at} ${first.message.en}`,
      },
      findings: [],
    };
  }
  return { yaml, plan: parsed.plan, compiled: compilePlan(parsed.plan), catalogue };
}

/** Of one promotion: nobody keeps more of them for one cart, and the bound says so. */
const COUPONS_MAX = 3;

/** What a plan does with goods, whether they come from files or from the database. */
export function auditSubject(
  { promotions, promotionList, profile, startsAt, endsAt, freight, coupons }: CompiledPlan,
  items: readonly AuditItem[],
  shopFreight: readonly FreightTemplate[],
): AuditSubject {
  const described = new Set(
    promotionList.flatMap(({ id, support }) => (support === 'described' ? [id] : [])),
  );
  return {
    index: compilePromotions(promotions, profile),
    items,
    freight: mergeFreight(shopFreight, freight),
    campaign: { startsAt, endsAt },
    // What nothing issues is in nobody's hand.
    couponsEach: new Map(
      coupons.map(({ promotionId, perPersonMax }) => [
        promotionId,
        described.has(promotionId) ? 0 : Math.min(perPersonMax ?? 1, COUPONS_MAX),
      ]),
    ),
  };
}

export function subjectOf({ compiled, catalogue }: Pick<PlanFiles, 'compiled' | 'catalogue'>): AuditSubject {
  const items = catalogue.goods
    .filter(({ product }) => product.status === 'on')
    .map(({ sku, product }): AuditItem => {
      const shown = (title: string, own: string) => (own === '' ? title : `${title} · ${own}`);
      return {
        skuId: sku.skuId,
        title: { zh: shown(product.titleZh, sku.titleZh), en: shown(product.titleEn, sku.titleEn) },
        shopId: product.shopId,
        categories: [product.categoryId],
        brandId: product.brandId,
        tags: product.tags,
        unitListFen: sku.listFen,
        costFen: sku.costFen,
        floorFen: sku.floorFen,
        enrolled: product.enrolments.some((enrolment) => enrolment.campaignId === compiled.campaignId),
      };
    });
  const freight = catalogue.shops.flatMap((shop) => (shop.freight === null ? [] : [shop.freight]));
  return auditSubject(compiled, items, freight);
}
