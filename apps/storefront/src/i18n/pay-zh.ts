/** 收银台：支付方式、等待、二次验证。 */
export const payZh = {
  'pay.noMethod': '现在没有可用的支付方式，请稍后再来。',
  'pay.by.alipay': '支付宝',
  'pay.by.alipay.words': '打开支付宝页面完成付款',
  'pay.by.wechatpay': '微信支付',
  'pay.by.wechatpay.words': '打开微信支付页面完成付款',
  'pay.by.sandbox': '沙盒支付',
  'pay.by.sandbox.words': '演示用，不会产生真实扣款',
  'pay.notYet': '{{name}}还没有收到付款',
  'pay.notYetWords': '如果刚刚付过，请稍等，结果几秒内会更新；没付完可以继续，或换一种方式。',
  'pay.other': '换一种方式',
  'pay.finish': '继续用{{name}}付款',
} as const;
