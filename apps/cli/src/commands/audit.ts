import { parseArgs } from 'node:util';
import type { AuditReport } from '@dacu/contract/plan';
import { printAudit } from '../audit-text.ts';
import { type Command, EXIT, UsageError } from '../command.ts';
import { lookAtPlan, wholeNumber } from '../plan-program.ts';

type Audited = { readonly kind: 'audited'; readonly report: AuditReport };

/** `dacu audit PLAN`: the most that one shopper can get out of a plan; exit 1 when something can be had below cost. */
export const audit: Command = {
  usage:
    'dacu audit PLAN [--lines 3] [--quantity 3] [--shops 2] [--seconds 90] [--seed 7] [--catalogue DIR] [--json]',
  summary: {
    zh: '上线前审计：找出让利最深的购物车与人群、可低于成本或底价买到的商品、三种需求下的预算敞口、冲突与失效的促销',
    en: 'Before launch: the cart and shopper that get the deepest, items below cost or floor, budget exposure, conflicts, dead promotions',
  },
  help: {
    zh: '在所写的购物车范围内（行数、每行件数、店铺数）寻找，并写明哪些已证明、哪些只是搜索所得。购物车即证据：同样的请求得到同样的报价。退出码：0 没有低于成本的，1 有，2 用法不对。',
    en: 'Looks within the bounds given (lines, pieces of a line, shops) and says what is proven and what is only searched. The carts are proof: the same request gives the same quote. Exit code: 0 nothing below cost, 1 something is, 2 wrong usage.',
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        lines: { type: 'string', default: '3' },
        quantity: { type: 'string', default: '3' },
        shops: { type: 'string', default: '2' },
        seconds: { type: 'string', default: '90' },
        seed: { type: 'string', default: '7' },
        catalogue: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new UsageError({ zh: '请写出一个方案文件', en: 'Name one plan file' });
    const asked = [
      ...['--lines', wholeNumber('--lines', values.lines, 1, 20)],
      ...['--quantity', wholeNumber('--quantity', values.quantity, 1, 99)],
      ...['--shops', wholeNumber('--shops', values.shops, 1, 20)],
      ...['--seconds', wholeNumber('--seconds', values.seconds, 1, 3_600)],
      ...['--seed', wholeNumber('--seed', values.seed, 0, 2_147_483_647)],
    ];
    const files = { plan: file, catalogue: values.catalogue };
    const answer = await lookAtPlan<Audited>(io, 'audit', files, asked, () => {});
    if (answer === null) return EXIT.no;
    const { report } = answer;
    if (values.json) io.out(JSON.stringify(report, null, 2));
    else printAudit(file, report, io);
    const below = report.belowLimits.findings.some((finding) => finding.below === 'cost');
    return below || report.deepest.some(({ measure, cart }) => measure === 'belowCost' && cart !== null)
      ? EXIT.no
      : EXIT.well;
  },
};
