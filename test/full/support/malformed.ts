// Bytes and requests that are no good, by a seed: noise, broken frames, good frames around bad bodies, and good wishes with a wrong
// grant. None of them may come to anything.
import type { Random } from './random.ts';

export const malformedKinds = [
  'noise',
  'broken frame',
  'broken length',
  'body that is no JSON',
  'JSON of another shape',
  'wrong grant',
  'no such address',
] as const;
export type MalformedKind = (typeof malformedKinds)[number];

export interface Malformed {
  readonly kind: MalformedKind;
  readonly bytes: Uint8Array;
}

const crlf = '\r\n';
const paths = [
  '/v1/leases',
  '/v1/leases/batch',
  '/v1/switch',
  '/auth/claude/token',
  '/v1/agents/agent-1/environment',
  '/v1/leases/AAAAAAAAAAAAAAAAAAAAAA/heartbeat',
];
const goodWish = {
  label: 'figure',
  holder: { kind: 'heartbeat' },
  estimate: { unit: 'percent', value: 0.1 },
};

function bytesOf(random: Random, most: number): Uint8Array {
  return Uint8Array.from({ length: random.below(most) }, () => random.below(256));
}

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[random.below(items.length)] ?? items[0];
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

/** Never what the shape of a wish for a lease takes. */
function badWish(random: Random): unknown {
  const changes: readonly [unknown, ...unknown[]] = [
    { ...goodWish, label: '' },
    { ...goodWish, label: random.below(1e9) },
    { ...goodWish, label: 'x'.repeat(300 + random.below(2_000)) },
    { ...goodWish, holder: { kind: 'process', pid: -random.below(1e6) } },
    { ...goodWish, holder: { kind: 'process', pid: `${random.below(1e6)}` } },
    { ...goodWish, holder: { kind: 'forever' } },
    { ...goodWish, holder: null },
    { ...goodWish, estimate: { unit: 'percent', value: -1 } },
    { ...goodWish, estimate: { unit: 'requests', value: 1 } },
    { ...goodWish, estimate: { unit: 'percent', value: '1' } },
    { ...goodWish, priority: 'first' },
    { ...goodWish, [`extra${random.below(1e6)}`]: true },
    [goodWish],
    random.below(1e9),
    null,
    { mode: 'most', leases: [goodWish] },
    { mode: 'all', leases: [] },
    { mode: 'all', leases: Array.from({ length: 65 + random.below(20) }, () => goodWish) },
    nested(1 + random.below(500)),
  ];
  return pick(random, changes);
}

function frame(path: string, grant: string, body: Uint8Array, length = body.length): Uint8Array {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: gatehouse',
    `Authorization: Bearer ${grant}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join(crlf)}${crlf}${crlf}`), body]);
}

const text = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

function brokenFrame(random: Random, grant: string): Uint8Array {
  const good = Buffer.from(frame('/v1/leases', grant, text(goodWish)));
  // Somewhere in the head, so that it says something else or nothing.
  const broken: readonly [Uint8Array, ...Uint8Array[]] = [
    good.subarray(0, random.below(good.indexOf('Bearer '))),
    Buffer.from(
      good.toString('latin1').replace('HTTP/1.1', pick(random, ['HTTP/9.9', 'HTTP', 'SSH-2.0', ''])),
    ),
    Buffer.from(
      good
        .toString('latin1')
        .replace('Host: gatehouse', pick(random, ['Host: a b', 'X: y', 'Host: example.test'])),
    ),
    Buffer.from(
      good.toString('latin1').replace('POST', pick(random, ['GETT', 'POST POST', '\u0000', 'CONNECT'])),
    ),
    Buffer.from(
      good
        .toString('latin1')
        .replace('application/json', pick(random, ['text/plain', 'multipart/form-data', ''])),
    ),
    Buffer.from(
      good
        .toString('latin1')
        .replace('Connection: close', `Origin: http://localhost:${random.below(65_536)}`),
    ),
    Buffer.from(
      good.toString('latin1').replace('Connection: close', `X: ${'x'.repeat(20_000 + random.below(20_000))}`),
    ),
  ];
  return pick(random, broken);
}

function brokenLength(random: Random, grant: string): Uint8Array {
  const body = text(goodWish);
  const lengths: readonly [number, ...number[]] = [
    body.length + 1 + random.below(1_000),
    random.below(body.length),
    -1,
    65_537 + random.below(1e9),
    Number.MAX_SAFE_INTEGER,
  ];
  return frame('/v1/leases', grant, body, pick(random, lengths));
}

/** @param grant one that counts: what is wrong is the rest */
export function malformed(random: Random, grant: string): Malformed {
  const kind = malformedKinds[random.below(malformedKinds.length)] ?? 'noise';
  const path = paths[random.below(paths.length)] ?? '/v1/leases';
  switch (kind) {
    case 'noise':
      return { kind, bytes: bytesOf(random, 600) };
    case 'broken frame':
      return { kind, bytes: brokenFrame(random, grant) };
    case 'broken length':
      return { kind, bytes: brokenLength(random, grant) };
    case 'body that is no JSON':
      return { kind, bytes: frame(path, grant, Buffer.concat([Buffer.from([0x7b]), bytesOf(random, 300)])) };
    case 'JSON of another shape':
      return {
        kind,
        bytes: frame(pick(random, ['/v1/leases', '/v1/leases/batch']), grant, text(badWish(random))),
      };
    case 'wrong grant': {
      const wrong = Buffer.from(bytesOf(random, 33)).toString('base64url');
      return { kind, bytes: frame('/v1/leases', wrong, text(goodWish)) };
    }
    case 'no such address':
      return {
        kind,
        bytes: frame(`/v${random.below(9)}/${random.below(1e9)}/leases`, grant, text(goodWish)),
      };
  }
}
