/** The cashier: ways to pay, waiting, the second check. */
export const payEn = {
  'pay.noMethod': 'No way to pay is available right now. Please come back a little later.',
  'pay.by.alipay': 'Alipay',
  'pay.by.alipay.words': 'Pay on Alipay’s page',
  'pay.by.wechatpay': 'WeChat Pay',
  'pay.by.wechatpay.words': 'Pay on WeChat Pay’s page',
  'pay.by.sandbox': 'Sandbox payment',
  'pay.by.sandbox.words': 'For demonstration; no money moves',
  'pay.notYet': '{{name}} has not received it yet',
  'pay.notYetWords':
    'If you have just paid, this page will change within seconds. Otherwise finish there, or pay in another way.',
  'pay.other': 'Another way',
  'pay.finish': 'Finish with {{name}}',
  'check.title': 'Security check',
  'check.words':
    'To keep your money safe, this payment wants a code from a text message. Then it goes on by itself.',
  'check.sent': 'A code is on its way to {{phone}}. It is good for 5 minutes.',
  'check.code': 'Code from the message',
  'check.send': 'Send me a code',
  'check.again': 'Send another',
  'check.againIn': 'Another in {{seconds}} s',
  'check.confirm': 'Confirm and pay',
  'check.back': 'Back',
  'check.left': ' Tries left: {{count}}.',
  'check.phone': 'What the demo phone received',
} as const;
