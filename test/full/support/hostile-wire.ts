// Requests that are wrong as HTTP, or as no HTTP at all, and half requests.
import type { Random } from './random.ts';
import {
  code,
  crlf,
  pick,
  raw,
  right,
  sent,
  word,
  wrong,
  type CallbackTarget,
  type Generator,
} from './hostile-request.ts';

/** The wire. */
export const wire: Readonly<Record<string, Generator>> = {
  otherMethod: (random, target) =>
    sent(target, right(target), {
      method: pick(random, ['HEAD', 'PUT', 'DELETE', 'TRACE', 'PATCH', 'PROPFIND']),
    }),
  postedForm: (_random, target) => {
    const body = `${code}&state=${target.state}`;
    const headers = ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`];
    return sent(target, target.path, { method: 'POST', headers, body });
  },
  methodThatIsNone: (random, target) =>
    sent(target, right(target), { method: pick(random, ['get', 'GETT', 'G\0T', 'ACL GET', '']) }),
  methodByHeader: (_random, target) =>
    sent(target, right(target), {
      method: 'POST',
      headers: ['X-HTTP-Method-Override: GET', 'Content-Length: 0'],
    }),
  tunnel: (random, target) =>
    sent(target, pick(random, ['evil.test:443', `127.0.0.1:${target.port}`]), { method: 'CONNECT' }),
  webSocket: (random, target) =>
    sent(target, wrong(random, target), {
      headers: [
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ],
    }),
  upgradeToHttp2: (random, target) =>
    sent(target, wrong(random, target), {
      headers: ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
    }),
  http2: () => raw(`PRI * HTTP/2.0${crlf}${crlf}SM${crlf}${crlf}`),
  http09: (_random, target) => raw(`GET ${right(target)}${crlf}`, 'held'),
  otherVersion: (random, target) =>
    sent(target, wrong(random, target), {
      version: pick(random, ['HTTP/9.9', 'HTTP/1.2', 'HTP/1.1', 'SSH-2.0']),
    }),
  tlsHello: (random) =>
    raw(`\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${word(random, 32)}\x20${word(random, 100)}${crlf}${crlf}`),
  noiseOfBytes: (random) => ({
    bytes: Buffer.concat([
      Buffer.from(Array.from({ length: 1 + random.below(400) }, () => random.below(256))),
      Buffer.from(`${crlf}${crlf}`),
    ]),
    how: 'answered',
  }),
  hugeHeader: (random, target) =>
    sent(target, right(target), { headers: [`X: ${'y'.repeat(8_200 + random.below(60_000))}`] }),
  manyHeaders: (random, target) =>
    sent(target, wrong(random, target), {
      headers: Array.from({ length: 300 }, (_empty, index) => `X-${index}: ${word(random, 6)}`),
    }),
  brokenHeader: (random, target) =>
    sent(target, right(target), {
      headers: [pick(random, ['no colon', ': nothing', 'a b: c', 'x\0: y', ' x: folded'])],
    }),
  bareLineFeeds: (_random, target) => raw(`GET ${right(target)} HTTP/1.1\nHost: evil.test\n\n`),
  smuggledByTwoLengths: (_random, target) =>
    sent(target, '/', {
      method: 'POST',
      headers: ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      body: `0${crlf}${crlf}${sent(target, right(target), { host: 'evil.test' }).bytes.toString('latin1')}`,
    }),
  smuggledByCoding: (random, target) =>
    sent(target, right(target), {
      headers: [
        `Transfer-Encoding: ${pick(random, ['xchunked', 'chunked, identity', '\x0bchunked', 'gzip'])}`,
      ],
    }),
  smuggledInABody: (_random, target) => {
    const body = sent(target, right(target)).bytes.toString('latin1');
    return sent(target, '/', { method: 'POST', headers: [`Content-Length: ${body.length}`], body });
  },
  lengthTwice: (_random, target) =>
    sent(target, right(target), { headers: ['Content-Length: 0', 'Content-Length: 7'] }),
  brokenLength: (random, target) =>
    sent(target, right(target), {
      headers: [`Content-Length: ${pick(random, ['-1', '0x0', '1e9', '', '99999999999999999999'])}`],
    }),
  brokenChunks: (random, target) =>
    sent(target, wrong(random, target), {
      method: 'POST',
      headers: ['Transfer-Encoding: chunked'],
      body: `${pick(random, ['zz', '-1', 'ffffffffffffffffff'])}${crlf}x${crlf}`,
    }),
  pipelined: (random, target) => ({
    bytes: Buffer.concat(
      Array.from({ length: 2 + random.below(20) }, () => sent(target, wrong(random, target)).bytes),
    ),
    how: 'answered',
  }),
  asksToWait: (random, target) =>
    sent(target, wrong(random, target), {
      method: 'POST',
      headers: ['Expect: 100-continue', 'Content-Length: 10'],
      how: 'held',
    }),
};

/** Half requests, and none at all. */
export const halves: Readonly<Record<string, Generator>> = {
  halfAndGone: (random, target) => ({ bytes: half(random, target), how: 'gone' }),
  wholeAndGone: (random, target) => ({ ...sent(target, wrong(random, target)), how: 'gone' }),
  halfAndSlow: (random, target) => ({ bytes: half(random, target), how: 'held' }),
  slowHeaders: (random, target) =>
    raw(`GET ${right(target)} HTTP/1.1${crlf}X-${word(random, 5)}: y${crlf}`, 'held'),
  nothingAtAll: () => raw('', 'held'),
  nothingAndGone: () => raw('', 'gone'),
};

/** In the middle of a good head, so that it could go on to be the answer. */
function half(random: Random, target: CallbackTarget): Buffer {
  const { bytes } = sent(target, right(target));
  return bytes.subarray(0, 1 + random.below(bytes.length - 3));
}
