import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpSender } from './http-sender.ts';

const KEY = 'a key of thirty-two characters !!';
const MESSAGE = { messageId: 'pc_1', phone: '13800000001', text: '【大促】验证码 123456' };
type Heard = { body: string; signature: string | undefined };
const heard: Heard[] = [];
let status = 200;
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    heard.push({ body, signature: request.headers['dacu-signature']?.toString() });
    response.writeHead(status, { location: '/elsewhere' }).end(body);
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

function sender() {
  const { port } = server.address() as AddressInfo;
  return createHttpSender({
    ...{ url: `http://127.0.0.1:${port}/send`, key: KEY, fetch },
    wall: { now: () => 1_718_640_000_000 },
  });
}

test('what is sent is signed over its time and every byte of it', async () => {
  await sender().send(MESSAGE);
  const { body, signature } = heard.at(-1)!;
  expect(JSON.parse(body)).toEqual(MESSAGE);
  const mac = createHmac('sha256', KEY).update(`1718640000000.${body}`).digest('base64');
  expect(signature).toBe(`t=1718640000000,sha256=${mac}`);
});

test.each([400, 500])(
  '%i: it was not taken over, and the error tells nothing of the message',
  async (wrong) => {
    status = wrong;
    const error = await sender()
      .send(MESSAGE)
      .catch((reason: Error) => reason);
    expect(String(error)).toBe(`Error: the message gateway answered ${wrong}`);
  },
);

test('a redirect is not followed: the code goes to one address', async () => {
  status = 307;
  const before = heard.length;
  await expect(sender().send(MESSAGE)).rejects.toThrow();
  expect(heard.length).toBe(before + 1);
});
