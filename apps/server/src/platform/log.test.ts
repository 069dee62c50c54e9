import { expect, test } from 'vitest';
import { createLog, maskPhones } from './log.ts';
import { prettyLine } from './log-pretty.ts';

function captured() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'debug',
    pretty: false,
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  return { log, lines };
}

test('cookies, authorization, passwords and phone fields never reach the log, at any depth', () => {
  const { log, lines } = captured();
  log.info(
    {
      req: { headers: { cookie: 'dacu_shopper=abc', Authorization: 'Bearer x', host: 'a' } },
      body: { password: 'hunter22', address: { phone: '13800138000' } },
    },
    'request',
  );
  const text = JSON.stringify(lines);
  for (const secret of ['abc', 'Bearer', 'hunter22', '13800138000']) expect(text).not.toContain(secret);
  expect(text).toContain('"host":"a"');
});

test('a phone number inside a message, a field or an error is masked to its last four digits', () => {
  const { log, lines } = captured();
  log.warn('no parcel for 13912345678 today');
  log.warn({ note: 'call 13912345678', err: new Error('bad phone 13912345678') }, 'x');
  expect(JSON.stringify(lines)).not.toContain('13912345678');
  expect(lines[0]).toMatchObject({ level: 'warn', msg: 'no parcel for *******5678 today' });
});

test('numbers that only contain such digits stay as they are', () => {
  expect(maskPhones('at 1718639700000 pu_13912345678abc 0.13912345678')).toBe(
    'at 1718639700000 pu_13912345678abc 0.13912345678',
  );
});

test('a pretty line keeps level, words, fields and the stack', () => {
  const line = prettyLine(
    '{"level":"error","time":0,"msg":"lost","table":"stock","err":{"stack":"Error: x\\n  at y"}}',
  );
  expect(line).toContain('error');
  expect(line).toContain('lost');
  expect(line).toContain('table=stock');
  expect(line).toContain('at y');
});
