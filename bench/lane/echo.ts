/** A bare `node:http` server that gives every body back, with the headers of our answers: the ceiling. */
import { createServer } from 'node:http';
import { ANSWER_HEADERS } from './answer-headers.ts';

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    response.writeHead(201, [...ANSWER_HEADERS, 'content-length', String(body.length)]);
    response.end(body);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
