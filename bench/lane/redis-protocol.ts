import { connect } from 'node:net';

/** What Redis answers; an error is a text that begins with `-`. */
export type Reply = string | number | null | readonly Reply[];

/** One connection in Redis' own protocol. What is asked within one turn of the event loop leaves together. */
export function openRedis(port: number): (...words: string[]) => Promise<Reply> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const waiting: ((reply: Reply) => void)[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let out = '';
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let read = readReply(rest, at); read !== null; read = readReply(rest, at)) {
      at = read.next;
      waiting.shift()!(read.reply);
    }
    rest = rest.subarray(at);
  });
  const flush = () => {
    socket.write(out);
    out = '';
  };
  return (...words) => {
    if (out === '') setImmediate(flush);
    out += `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
    return new Promise((resolve) => waiting.push(resolve));
  };
}

/** The reply that begins at `at`, or null where not all of it is there yet. */
function readReply(bytes: Buffer, at: number): { readonly reply: Reply; readonly next: number } | null {
  const end = bytes.indexOf('\r\n', at);
  if (end < 0) return null;
  const [kind, line, next] = [bytes[at], bytes.toString('utf8', at + 1, end), end + 2];
  if (kind === 58) return { reply: Number(line), next };
  if (kind === 43) return { reply: line, next };
  if (kind === 45) return { reply: `-${line}`, next };
  const length = Number(line);
  if (length < 0) return { reply: null, next };
  if (kind === 36) {
    if (bytes.length < next + length + 2) return null;
    return { reply: bytes.toString('utf8', next, next + length), next: next + length + 2 };
  }
  const replies: Reply[] = [];
  let from = next;
  while (replies.length < length) {
    const read = readReply(bytes, from);
    if (read === null) return null;
    replies.push(read.reply);
    from = read.next;
  }
  return { reply: replies, next: from };
}
