import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { type Guard, ProviderUnavailable } from '../guard.ts';
import { atBeijing, fenOf } from '../money-on-the-wire.ts';
import type { Bill, BillLine } from '../provider.ts';
import type { CallGateway } from './provider.ts';
import { unzip } from './zip.ts';

const DOWNLOAD_MS_MAX = 30_000;

/** Asks for the address of the day's trade bill and fetches it at once (the address lives 30 s). No bill is an empty one. */
export async function downloadBill(call: CallGateway, guard: Guard, day: string): Promise<Bill> {
  const answer = await call('alipay.data.dataservice.bill.downloadurl.query', {
    bill_type: 'trade',
    bill_date: day,
  });
  if (/bill_not_exist/i.test(answer.subCode ?? '')) return { lines: [], sha256: '' };
  const url = answer.billDownloadUrl;
  if (typeof url !== 'string') throw new Error(`no bill of ${day}: ${answer.subCode ?? answer.code}`);
  const bytes = await guard.call(async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS_MAX) }).catch(() => null);
    if (response === null || !response.ok)
      throw new ProviderUnavailable('alipay', `the bill of ${day}: ${response?.status ?? 'no answer'}`);
    return Buffer.from(await response.arrayBuffer());
  });
  return readBill(bytes);
}

/**
 * The archive as downloaded: GBK files, one of them with the trades (`…业务明细.csv`), another with sums for each shop
 * (`…(汇总).csv`). The trades stand between lines that begin with `#`; ids carry a tab, so that a spreadsheet leaves them.
 */
export function readBill(archive: Buffer): Bill {
  const gbk = new TextDecoder('gb18030');
  const detail = unzip(archive).find(({ name }) => {
    const text = gbk.decode(name);
    return text.endsWith('.csv') && !text.includes('汇总');
  });
  if (detail === undefined) throw new Error('the archive holds no list of trades');
  const text = gbk.decode(detail.content);
  const rows: string[][] = parse(
    text
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('#'))
      .join('\n'),
    { bom: true, trim: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true },
  );
  const [head = [], ...body] = rows;
  const column = (name: string): number => {
    const at = head.findIndex((field) => field.trim() === name);
    if (at < 0) throw new Error(`the bill lacks the column ${name}`);
    return at;
  };
  const columns = {
    tradeNo: column('支付宝交易号'),
    outTradeNo: column('商户订单号'),
    type: column('业务类型'),
    at: column('完成时间'),
    amount: column('订单金额（元）'),
    requestNo: column('退款批次号/请求号'),
  };
  const lines = body.map((row) => lineOf(row, columns));
  return { lines, sha256: createHash('sha256').update(archive).digest('hex') };
}

type Columns = Readonly<Record<'tradeNo' | 'outTradeNo' | 'type' | 'at' | 'amount' | 'requestNo', number>>;

function lineOf(row: readonly string[], columns: Columns): BillLine {
  const field = (name: keyof Columns): string => (row[columns[name]] ?? '').trim();
  const fen = fenOf(field('amount'));
  const at = atBeijing(field('at'));
  const [paymentId, providerRef, type] = [field('outTradeNo'), field('tradeNo'), field('type')];
  if (fen === null || at === null || paymentId === '') throw new Error(`a line of the bill cannot be read`);
  if (type === '交易') return { kind: 'charge', paymentId, providerRef, fen, at };
  if (type === '退款')
    return {
      kind: 'refund',
      paymentId,
      refundId: field('requestNo'),
      providerRef,
      fen: Math.abs(fen),
      at,
    };
  throw new Error(`a line of the bill is of an unknown kind (${type.slice(0, 20)})`);
}
