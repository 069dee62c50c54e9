import { formatFen } from '@dacu/engine/money';
import { beijingTime } from '../money-on-the-wire.ts';
import type { BookedCharge } from './store.ts';

/** Runs no script and loads nothing; its form leads to us, and from us back to the cashier. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const BRANDS = {
  alipay: { zh: '支付宝', en: 'Alipay', colour: '#0f62d9' },
  wechatpay: { zh: '微信支付', en: 'WeChat Pay', colour: '#07a35a' },
} as const;

/** The page of a provider's cashier as the sandbox shows it: it says what it is, in both languages. */
export function cashierPage(charge: BookedCharge, returnUrl: string | null, now: number): string {
  const brand = BRANDS[charge.dialect === 'wechatpay' ? 'wechatpay' : 'alipay'];
  const over = charge.state !== 'open' || now >= charge.expiresAt;
  const outcome = (value: string, zh: string, en: string, main: boolean): string =>
    `<button name="outcome" value="${value}"${main ? ' class="main"' : ''}>${zh}<small>${en}</small></button>`;
  const back = returnUrl === null ? '' : asText(returnUrl);
  const body = over
    ? `<p class="over">${
        charge.state === 'succeeded'
          ? '这笔订单已经付款。<small>This order is paid.</small>'
          : '这笔订单已不能付款。<small>This order can no longer be paid.</small>'
      }</p>${back === '' ? '' : `<p><a class="main" href="${back}">返回商家<small>Back to the shop</small></a></p>`}`
    : `<form method="post" action="/api/sandbox/cashier/${asText(charge.providerRef)}">
<input type="hidden" name="returnUrl" value="${back}">
${outcome('succeeded', '确认付款', 'Pay now', true)}
${outcome('failed', '模拟付款失败', 'Let the payment fail', false)}
${outcome('none', '暂不付款，返回商家', 'Go back without paying', false)}
</form>`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${brand.zh} · ${brand.en} (sandbox)</title><style>
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;background:#f2f4f7;color:#1c2430}
header{background:${brand.colour};color:#fff;padding:14px 20px;font-weight:600}header small{opacity:1;font-weight:400;margin-inline-start:8px}
.note{margin:0;padding:8px 20px;background:#fff6dc;color:#5b4300;font-size:13px}
main{max-width:420px;margin:0 auto;padding:28px 20px;text-align:center}
.subject{color:#475262;font-size:14px;margin:0;overflow-wrap:anywhere}.sum{font-size:42px;font-weight:700;margin:8px 0 4px;font-variant-numeric:tabular-nums}
.until{color:#475262;font-size:13px;margin:0 0 28px}form{display:grid;gap:12px}
button,a.main{display:block;width:100%;min-height:52px;border:1px solid #c4ccd6;border-radius:12px;background:#fff;color:inherit;font:inherit;text-decoration:none;padding:8px 12px;cursor:pointer}
button.main,a.main{background:${brand.colour};border-color:${brand.colour};color:#fff;font-weight:600}
button:focus-visible,a:focus-visible{outline:3px solid #1c2430;outline-offset:2px}
small{display:block;font-weight:400;font-size:12px;line-height:1.3}header small{display:inline}
</style></head><body><header>${brand.zh}<small>${brand.en}</small></header>
<p class="note">演示沙盒，不产生真实扣款。 Demonstration sandbox: no money moves.</p>
<main><p class="subject">${asText(charge.subject ?? '')}</p><p class="sum">${formatFen(charge.amountFen)}</p>
<p class="until">付款截止 Pay before ${beijingTime(charge.expiresAt)}</p>${body}</main></body></html>`;
}

function asText(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]!,
  );
}
