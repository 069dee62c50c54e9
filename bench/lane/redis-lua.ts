/**
 * What most flash-sale projects do: a script in Redis takes a unit from a counter, remembers the buyer and appends the
 * order to a stream; the shopper is answered before any database has heard of it. Redis' own protocol, pipelined.
 */
import { createServer } from 'node:http';
import { ANSWER_HEADERS } from './answer-headers.ts';
import { openRedis } from './redis-protocol.ts';

const { PORT, REDIS_PORT } = process.env as Record<string, string>;
const SCRIPT = `if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 2 end
local left = tonumber(redis.call('GET', KEYS[1]) or '0')
if left <= 0 then return 0 end
redis.call('DECR', KEYS[1]); redis.call('SADD', KEYS[2], ARGV[1])
redis.call('XADD', KEYS[3], '*', 'who', ARGV[1], 'order', ARGV[2])
return 1`;

const command = openRedis(Number(REDIS_PORT));
const sha = String(await command('SCRIPT', 'LOAD', SCRIPT));
createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const order = Buffer.concat(chunks).toString();
    const who = request.headers.cookie!.slice('dacu_shopper='.length);
    const taken = await command('EVALSHA', sha, '3', 'left', 'buyers', 'orders', who, order);
    const body = taken === 1 ? '{"state":"queued"}' : '{}';
    response.writeHead(taken === 1 ? 201 : 409, [...ANSWER_HEADERS, 'content-length', String(body.length)]);
    response.end(body);
  });
}).listen(Number(PORT), '127.0.0.1');
