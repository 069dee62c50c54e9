import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { atBeijing, fenOf } from '../money-on-the-wire.ts';
import type { Bill, BillLine } from '../provider.ts';
import type { WechatClient } from './client.ts';

/** Asks for the day's trade bill (all of it) and fetches it; its SHA-1 must be what WeChat said. No bill is an empty one. */
export async function downloadBill(client: WechatClient, day: string): Promise<Bill> {
  const asked = await client.send('GET', `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`);
  if (asked.body.code === 'NO_STATEMENT_EXIST') return { lines: [], sha256: '' };
  const { download_url: url, hash_type: hashType, hash_value: hash } = asked.body;
  if (asked.status !== 200 || typeof url !== 'string' || hashType !== 'SHA1')
    throw new Error(`no bill of ${day}: ${asked.status} ${String(asked.body.code ?? '')}`);
  const bytes = await client.download(url);
  if (createHash('sha1').update(bytes).digest('hex') !== String(hash).toLowerCase())
    throw new Error(`the bill of ${day} is not what its hash says`);
  return readBill(bytes);
}

/**
 * The file as downloaded: UTF-8, a line of names, lines of trades with a grave accent before each field, then a line of
 * names and one of sums. A refund is a line of its own with `REFUND` as its state; it appears on the day it was asked.
 */
export function readBill(bytes: Buffer): Bill {
  const rows: string[][] = parse(bytes.toString('utf8'), {
    bom: true,
    quote: false,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const [head = [], ...rest] = rows;
  const column = (name: string): number => {
    const at = head.findIndex((field) => field.trim() === name);
    if (at < 0) throw new Error(`the bill lacks the column ${name}`);
    return at;
  };
  const columns = {
    at: column('交易时间'),
    transactionId: column('微信订单号'),
    outTradeNo: column('商户订单号'),
    state: column('交易状态'),
    refundRef: column('微信退款单号'),
    outRefundNo: column('商户退款单号'),
    refunded: column('申请退款金额'),
    total: column('订单金额'),
  };
  const foot = rest.findIndex((row) => row[0]?.trim() === '总交易单数');
  if (foot < 0) throw new Error('the bill is cut off: it has no sums');
  const lines = rest.slice(0, foot).map((row) => lineOf(row, columns));
  const told = Number(bare(rest[foot + 1]?.[0]));
  if (told !== lines.length) throw new Error(`the bill has ${lines.length} lines and says ${told}`);
  return { lines, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const bare = (field: string | undefined): string => (field ?? '').replace(/^`/, '').trim();

type Columns = Readonly<
  Record<
    'at' | 'transactionId' | 'outTradeNo' | 'state' | 'refundRef' | 'outRefundNo' | 'refunded' | 'total',
    number
  >
>;

function lineOf(row: readonly string[], columns: Columns): BillLine {
  const field = (name: keyof Columns): string => bare(row[columns[name]]);
  const at = atBeijing(field('at'));
  const state = field('state');
  const fen = fenOf(field(state === 'REFUND' ? 'refunded' : 'total'));
  const paymentId = field('outTradeNo');
  if (at === null || fen === null || paymentId === '') throw new Error('a line of the bill cannot be read');
  if (state === 'SUCCESS') return { kind: 'charge', paymentId, providerRef: field('transactionId'), fen, at };
  if (state === 'REFUND')
    return {
      kind: 'refund',
      paymentId,
      refundId: field('outRefundNo'),
      providerRef: field('refundRef'),
      fen,
      at,
    };
  throw new Error(`a line of the bill is of an unknown state (${state.slice(0, 20)})`);
}
