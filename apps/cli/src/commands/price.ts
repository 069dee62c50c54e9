import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compilePlan, parsePlan } from '@dacu/contract/plan';
import { previewReturn, type ReturnedUnits } from '@dacu/engine/ledger';
import { compilePromotions, explain, mergeFreight, priceCart } from '@dacu/engine/pricing';
import { type Command, EXIT, type Io, UsageError, type Words } from '../command.ts';
import { INSTANT_FORM, readCart } from '../price/read-cart.ts';
import { type Catalogue, readCatalogue } from '../price/read-catalogue.ts';
import { type CartFinding, instant } from '../price/reader.ts';

const NO_PLAN: Words = {
  zh: '方案有错误，先运行 dacu check',
  en: 'The plan has errors; run dacu check first',
};
const BROKEN: Words = { zh: '不是 JSON', en: 'Not JSON' };
const NO_AMOUNT: Words = { zh: '不是金额', en: 'Not an amount of money' };
const NO_INSTANT: Words = {
  zh: '没有写时刻：写进文件，或用 --at',
  en: 'No instant is said: write it into the file, or use --at',
};

const NO_RETURN: Words = {
  zh: '--return 里没有这一行，或件数不对',
  en: '--return names no such line, or not so many units',
};

/**
 * `dacu price PLAN CART`: what the cart of a JSON file costs under a plan at an instant, as JSON: the engine's quote,
 * each line of its trace with its explanation in both languages. Exit 1 with `{ ok: false, findings }` when plan or
 * cart cannot be read as they stand: path, what was found, what is allowed.
 */
export const price: Command = {
  usage: 'dacu price PLAN CART.json [--at INSTANT] [--catalogue FOLDER] [--return LINE=UNITS]…',
  summary: {
    zh: '按方案给购物车文件报价：每分钱从哪来，每条优惠用上没有、为什么；输入输出都是 JSON',
    en: 'Prices a cart file under a plan: where every fen comes from, every offer applied or not and why; JSON in and out',
  },
  help: {
    zh: `CART.json：{"at":"${INSTANT_FORM}","lines":[{"skuId":"…","quantity":1}],"shopper":{},"coupons":[]}，
字段与引擎的 QuoteRequest 同名；CART 写 - 则读标准输入。--at 优先于文件中的 at。
--catalogue 是含 products.csv、shops.csv 的目录，默认用方案旁边的 catalogue/；没有目录时每行自己写 unitListFen、shopId 等。
--return 行=件数 再报退货：按分摊退（Dacu 的做法）、按重新计价退、退后不再包邮要补的运费。
退出码：0 已报价，1 方案或购物车有错误，2 用法不对。`,
    en: `CART.json: {"at":"${INSTANT_FORM}","lines":[{"skuId":"…","quantity":1}],"shopper":{},"coupons":[]},
keys named as in the engine's QuoteRequest; - reads standard input. --at goes before the file's at.
--catalogue is a folder with products.csv and shops.csv, by default catalogue/ beside the plan; without one every line
says its own unitListFen, shopId and so on.
--return LINE=UNITS also tells what a return gives back: by the frozen shares (what Dacu does), counted anew, and the
freight that would be due once the rest is not sent for nothing any more. Exit code: 0 priced, 1 plan or cart has errors, 2 wrong usage.`,
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        at: { type: 'string' },
        catalogue: { type: 'string' },
        return: { type: 'string', multiple: true },
      },
    });
    const [planFile, cartFile, more] = positionals;
    if (planFile === undefined || cartFile === undefined || more !== undefined)
      throw new UsageError({ zh: '写出方案文件和购物车文件', en: 'Name a plan file and a cart file' });
    const askedAt = values.at === undefined ? undefined : instant(values.at);
    if (values.at !== undefined && askedAt === undefined)
      throw new UsageError({
        zh: `--at 是 ${values.at}；应为 ${INSTANT_FORM}`,
        en: `--at is ${values.at}; it must be like ${INSTANT_FORM}`,
      });
    const parsed = parsePlan(read(planFile, io));
    if (!parsed.ok)
      return refuse(io, [
        { file: planFile, path: '', found: '', allowed: '', message: NO_PLAN },
        ...parsed.findings,
      ]);
    const plan = compilePlan(parsed.plan);
    const index = compilePromotions(plan.promotions, plan.profile);
    const catalogue = catalogueOf(planFile, values.catalogue, io);
    if (Array.isArray(catalogue)) return refuse(io, catalogue);
    const value = parseJson(read(cartFile, io));
    if (value.kind === 'broken')
      return refuse(io, [{ path: '(file)', found: value.why, allowed: '{ … }', message: BROKEN }]);
    const { request, findings } = readCart(value.value, catalogue, plan.campaignId, index);
    const at = askedAt ?? request.at;
    const missing = at === undefined && !findings.some(({ path }) => path === 'at');
    const all = [
      ...findings,
      ...(missing ? [{ path: 'at', found: '', allowed: INSTANT_FORM, message: NO_INSTANT }] : []),
    ];
    if (all.length > 0 || at === undefined) return refuse(io, all);
    const whole = { ...request, at, freight: mergeFreight(catalogue?.freight ?? [], plan.freight) };
    const returned = (values.return ?? []).map(unitsOf);
    const wrong = wrongReturn(returned, request.lines);
    if (wrong !== null) return refuse(io, [wrong]);
    const quote = priceCart(whole, index);
    const back = returned.length > 0 && {
      return: { units: returned, ...previewReturn(whole, index, returned) },
    };
    const trace = quote.trace.map((entry) => ({ ...entry, explanation: explain(entry) }));
    const { campaignId } = plan;
    io.out(JSON.stringify({ ok: true, campaignId, quote: { ...quote, trace }, ...back }, null, 2));
    return EXIT.well;
  },
};

/** `LINE=UNITS`; without a number one unit. */
function unitsOf(text: string): ReturnedUnits {
  const at = text.lastIndexOf('=');
  return at < 0
    ? { lineId: text, quantity: 1 }
    : { lineId: text.slice(0, at), quantity: Number(text.slice(at + 1)) };
}

function wrongReturn(
  returned: readonly ReturnedUnits[],
  lines: readonly { readonly lineId: string; readonly quantity: number }[],
): CartFinding | null {
  const left = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]));
  for (const { lineId, quantity } of returned) {
    const has = left.get(lineId) ?? 0;
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > has)
      return {
        ...{ path: '--return', found: `${lineId}=${quantity}`, message: NO_RETURN },
        allowed: [...left].map(([id, units]) => `${id}=1…${units}`).join(' · '),
      };
    left.set(lineId, has - quantity);
  }
  return null;
}

function refuse(io: Io, findings: readonly (CartFinding | object)[]): number {
  io.out(JSON.stringify({ ok: false, findings }, null, 2));
  return EXIT.no;
}

/** The folder that was named, else the one beside the plan if there is one. */
function catalogueOf(planFile: string, named: string | undefined, io: Io): Catalogue | CartFinding[] | null {
  const folder = resolve(io.cwd, named ?? join(dirname(planFile), 'catalogue'));
  if (!existsSync(join(folder, 'products.csv'))) {
    if (named === undefined) return null;
    throw new UsageError({ zh: `${named} 里没有 products.csv`, en: `There is no products.csv in ${named}` });
  }
  const catalogue = readCatalogue(folder);
  if (!Array.isArray(catalogue)) return catalogue;
  return catalogue.map(({ place, found }) => ({
    path: place,
    found,
    allowed: '¥1,234.50',
    message: NO_AMOUNT,
  }));
}

function parseJson(text: string): { kind: 'read'; value: unknown } | { kind: 'broken'; why: string } {
  try {
    return { kind: 'read', value: JSON.parse(text) };
  } catch (error) {
    return { kind: 'broken', why: error instanceof Error ? error.message : String(error) };
  }
}

function read(file: string, io: Io): string {
  try {
    return readFileSync(file === '-' ? 0 : resolve(io.cwd, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError({ zh: `读不到文件 ${file}（${code}）`, en: `Cannot read ${file} (${code})` });
  }
}
