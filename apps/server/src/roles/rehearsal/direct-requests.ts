import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../../platform/http/app-types.ts';

/**
 * Requests straight into the router of the application, for shoppers that live in the same process: same routes, hooks,
 * limits, validation and handlers as over a socket. Only what belongs to the wire is left out: bodies are handed over
 * as objects, answers are neither checked against their schema nor written out as JSON and read again. Every
 * `CHECKED_EVERY`th request takes the long way all the same, so that an answer that breaks its schema cannot hide.
 * A hundred thousand visits are six hundred thousand requests: the short way costs a third of `inject`.
 */
export type DirectRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly remoteAddress: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
export type DirectAnswer = { readonly status: number; readonly body: unknown };
export type DirectRequests = { send(request: DirectRequest): Promise<DirectAnswer> };

const CHECKED_EVERY = 50;

/** To be called before routes are added: the hooks are what hands bodies and answers over. */
export function acceptDirectRequests(app: App): void {
  app.addHook('onRequest', async (_request, reply) => {
    const { raw } = reply;
    if (!(raw instanceof Answering)) return;
    reply.serializer((payload: unknown) => {
      // A problem comes written out already.
      if (typeof payload === 'string') return payload;
      raw.answer = payload;
      return '';
    });
  });
  app.addHook('preValidation', async (request) => {
    const { raw } = request;
    if (raw instanceof Asking && raw.body !== undefined) request.body = raw.body;
  });
}

export function createDirectRequests(app: App): DirectRequests {
  let sent = 0;
  return {
    send(request) {
      sent += 1;
      return sent % CHECKED_EVERY === 0 ? theLongWay(app, request) : theShortWay(app, request);
    },
  };
}

/** Every request the long way: on a server that real shoppers use too, whose hooks know nothing of ours. */
export function writtenRequests(app: App): DirectRequests {
  return { send: (request) => theLongWay(app, request) };
}

async function theLongWay(app: App, { body, ...request }: DirectRequest): Promise<DirectAnswer> {
  const response = await app.inject({
    ...request,
    ...(body === undefined ? {} : { payload: body as object }),
  });
  return {
    status: response.statusCode,
    body: response.body === '' ? null : JSON.parse(response.body),
  };
}

function theShortWay(app: App, request: DirectRequest): Promise<DirectAnswer> {
  return new Promise((resolve) => {
    const answering = new Answering((status, body) => resolve({ status, body }));
    app.routing(new Asking(request) as unknown as IncomingMessage, answering as unknown as ServerResponse);
  });
}

/** As much of a request as the router and its hooks look at. */
class Asking extends EventEmitter {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly socket: { readonly remoteAddress: string };
  readonly body: unknown;
  readonly httpVersionMajor = 1;
  readonly aborted = false;

  constructor({ method, url, headers, remoteAddress, body }: DirectRequest) {
    super();
    this.method = method;
    this.url = url;
    this.headers = { host: 'localhost', ...headers };
    this.socket = { remoteAddress };
    this.body = body;
  }
}

/** As much of a response as a reply writes to; the headers go nowhere. */
class Answering extends EventEmitter {
  statusCode = 200;
  headersSent = false;
  writableEnded = false;
  readonly destroyed = false;
  answer: unknown = null;
  private readonly ended: (status: number, body: unknown) => void;

  constructor(ended: (status: number, body: unknown) => void) {
    super();
    this.ended = ended;
  }

  setHeader(): this {
    return this;
  }

  getHeader(): undefined {
    return undefined;
  }

  getHeaders(): Record<string, never> {
    return {};
  }

  hasHeader(): boolean {
    return false;
  }

  removeHeader(): void {}

  writeHead(status: number): this {
    this.statusCode = status;
    this.headersSent = true;
    return this;
  }

  end(text?: unknown): this {
    this.writableEnded = true;
    const body = this.answer ?? (typeof text === 'string' && text !== '' ? JSON.parse(text) : null);
    this.ended(this.statusCode, body);
    this.emit('finish');
    return this;
  }
}
