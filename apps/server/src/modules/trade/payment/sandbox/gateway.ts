import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AlipayDialect, createAlipayDialect } from './alipay-dialect.ts';
import type { SandboxDeps } from './index.ts';
import { createWechatDialect, type WechatDialect, type WechatSigning } from './wechatpay-dialect.ts';

/** A request as both dialects read it: the body's bytes matter, since they are signed. */
export type WireRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

export type Gateway = {
  readonly alipay: AlipayDialect;
  readonly wechatpay: WechatDialect;
  /** Where the adapters find it, on this machine alone. */
  readonly origin: string;
  close(): Promise<void>;
};

const BODY_BYTES_MAX = 64 * 1024;

/** Opens the sandbox's own address, as another party's server would be one; every node of a simulated database has it. */
export async function openGateway(
  deps: SandboxDeps,
  wechatSigns: WechatSigning = 'publicKey',
): Promise<Gateway> {
  let origin = '';
  const [alipay, wechatpay] = await Promise.all([
    createAlipayDialect(deps, () => origin),
    createWechatDialect(deps, () => origin, wechatSigns),
  ]);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      response.writeHead(500).end();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wire = await readRequest(request, origin);
    const { pathname } = wire.url;
    const said =
      pathname === '/gateway.do'
        ? await alipay.answer(wire)
        : pathname === '/alipay/bill'
          ? await alipay.bill(wire)
          : pathname.startsWith('/v3/')
            ? await wechatpay.answer(wire)
            : { status: 404, headers: {}, body: '' };
    response.writeHead(said.status, said.headers).end(said.body);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // The process may end while it is open: what it holds is in the database.
  server.unref();
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    alipay,
    wechatpay,
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage, origin: string): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES_MAX) throw new Error('the body is too large');
    chunks.push(chunk as Buffer);
  }
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', origin),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
