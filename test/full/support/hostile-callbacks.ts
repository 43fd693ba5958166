// Requests at the listener of a sign-in that are not the answer it waits for, by a seed. Each generator is one way of being
// wrong. Those that carry the right state are wrong in another way that must be enough.
import type { Random } from './random.ts';
import {
  at,
  code,
  crlf,
  echoMark,
  pick,
  raw,
  right,
  sent,
  word,
  wrong,
  wrongState,
  nearlyRight,
  type CallbackTarget,
  type Generator,
  type Hostile,
} from './hostile-request.ts';
import { halves, wire } from './hostile-wire.ts';

/** States. */
const states: Readonly<Record<string, Generator>> = {
  wrongStateOfRightLength: (random, target) => sent(target, wrong(random, target)),
  oneLetterOff: (random, target) => sent(target, at(target, `${code}&state=${nearlyRight(random, target)}`)),
  truncatedState: (random, target) =>
    sent(target, at(target, `${code}&state=${target.state.slice(0, random.below(target.state.length))}`)),
  longerState: (random, target) =>
    sent(target, at(target, `${code}&state=${target.state}${word(random, 1 + random.below(40))}`)),
  unknownSuffix: (random, target) =>
    sent(target, at(target, `${code}&state=${target.state}.onboarding_entrypoint=${word(random, 5)}`)),
  stateInOtherCase: (_random, target) =>
    sent(target, at(target, `${code}&state=${swappedCase(target.state)}`)),
  emptyState: (_random, target) => sent(target, at(target, `${code}&state=`)),
  missingState: (_random, target) => sent(target, at(target, code)),
  spentState: (_random, target) => sent(target, at(target, `${code}&state=${target.spentState}`)),
  stateUnderAnotherName: (random, target) =>
    sent(
      target,
      at(target, `${code}&${pick(random, ['State', 'state[]', 'STATE', 'st%00ate'])}=${target.state}`),
    ),
  stateInTheFragment: (_random, target) => sent(target, `${at(target, code)}#state=${target.state}`),
  stateInABodyAlone: (_random, target) => {
    const body = `state=${target.state}`;
    return sent(target, at(target, code), { headers: [`Content-Length: ${body.length}`], body });
  },
  stateWithControlCharacters: (random, target) =>
    sent(
      target,
      at(target, `${code}&state=${target.state}${pick(random, ['%00', '%0a', '%0d%0a', '%20', '+'])}`),
    ),
  hugeState: (random, target) => sent(target, at(target, `${code}&state=${word(random, 5_000)}`)),
};

/** Parameters. */
const parameters: Readonly<Record<string, Generator>> = {
  doubledState: (random, target) =>
    sent(target, `${right(target)}&state=${pick(random, [target.state, wrongState(random)])}`),
  doubledCode: (random, target) => sent(target, `${right(target)}&code=${word(random, 9)}`),
  doubledBySpelling: (_random, target) => sent(target, `${right(target)}&st%61te=${target.state}`),
  noCode: (_random, target) => sent(target, at(target, `state=${target.state}`)),
  emptyCode: (_random, target) => sent(target, at(target, `code=&state=${target.state}`)),
  codeAndError: (_random, target) => sent(target, `${right(target)}&error=access_denied`),
  errorWithWrongState: (random, target) =>
    sent(target, at(target, `error=access_denied&error_description=${echoMark}&state=${wrongState(random)}`)),
  errorWithoutState: (random, target) =>
    sent(target, at(target, `error=${pick(random, ['access_denied', 'server_error', '<script>'])}`)),
  issuerOfAnother: (random, target) =>
    sent(
      target,
      `${right(target)}&iss=${pick(random, [
        'https%3A%2F%2Fclaude.com',
        'https%3A%2F%2Fauth.openai.com%2F',
        'https%3A%2F%2Fevil.test',
        'http%3A%2F%2Fauth.openai.com',
        'auth.openai.com',
        '',
      ])}`,
    ),
  issuerTwice: (_random, target) =>
    sent(target, `${right(target)}&iss=https%3A%2F%2Fauth.openai.com&iss=https%3A%2F%2Fauth.openai.com`),
  brokenPercent: (random, target) =>
    sent(target, `${right(target)}&x=${pick(random, ['%', '%2', '%zz', '%ff%fe', '%c0%ae'])}`),
  secondQuestionMark: (_random, target) => sent(target, `${right(target)}?state=${target.state}`),
  hugeQuery: (random, target) =>
    sent(target, `${right(target)}&x=${'y'.repeat(8_200 + random.below(3_000))}`),
  scriptInEverything: (random, target) =>
    sent(
      target,
      at(
        target,
        `error=%3Cscript%3E${echoMark}&error_description=%3Cimg%20src=x%20onerror=alert(1)%3E&error_uri=javascript:alert(1)&state=${wrongState(random)}`,
      ),
    ),
  openRedirect: (random, target) =>
    sent(target, `${wrong(random, target)}&next=https%3A%2F%2Fevil.test&redirect_uri=//evil.test`),
};

/** Paths. */
const paths: Readonly<Record<string, Generator>> = {
  encodedDots: (random, target) =>
    sent(
      target,
      `${pick(random, ['/x/%2e%2e', '/%2e', '/x/..', '/.', '/auth/..', '/%2e%2e/%2e%2e'])}${right(target)}`,
    ),
  encodedSlash: (_random, target) => sent(target, right(target).replace('/callback', '%2fcallback')),
  encodedLetter: (_random, target) => sent(target, right(target).replace('callback', '%63allback')),
  doubledSlash: (random, target) =>
    sent(
      target,
      right(target).replace(pick(random, ['/auth', '/callback']), (part) => `/${part}`),
    ),
  trailingSlash: (_random, target) => sent(target, right(target).replace('callback', 'callback/')),
  otherCase: (_random, target) => sent(target, right(target).replace('/auth/callback', '/Auth/Callback')),
  pathParameter: (_random, target) => sent(target, right(target).replace('callback', 'callback;x=y')),
  backslash: (_random, target) => sent(target, right(target).replace('/callback', String.raw`\callback`)),
  nulInThePath: (_random, target) => sent(target, right(target).replace('callback', 'callback%00')),
  absoluteForm: (random, target) =>
    sent(
      target,
      `http://${pick(random, [`127.0.0.1:${target.port}`, 'evil.test', `localhost:${target.port}`])}${right(target)}`,
    ),
  neighboursPath: (random, target) =>
    sent(
      target,
      pick(random, [
        '/',
        '/cancel',
        '/success',
        '/callback',
        '/oauth/callback',
        '/favicon.ico',
        '/robots.txt',
      ]),
    ),
  resultPageTooEarly: (random, target) =>
    sent(target, pick(random, ['/signed-in', '/denied', '/failed', '/not-expected'])),
  noise: (random, target) => sent(target, `/${word(random, 1 + random.below(60))}?${word(random, 20)}`),
};

/** Hosts and where the request comes from. */
const origins: Readonly<Record<string, Generator>> = {
  reboundHost: (random, target) =>
    sent(target, right(target), {
      host: pick(random, [
        `evil.test:${target.port}`,
        'evil.test',
        `127.0.0.1.evil.test:${target.port}`,
        `localhost.evil.test:${target.port}`,
        `127.0.0.1:${target.port}.evil.test`,
        `evil.test@127.0.0.1:${target.port}`,
      ]),
    }),
  unboundHost: (random, target) =>
    sent(target, right(target), {
      host: pick(random, [
        `0.0.0.0:${target.port}`,
        `0:${target.port}`,
        `127.1:${target.port}`,
        `127.0.0.2:${target.port}`,
        `2130706433:${target.port}`,
        `0x7f000001:${target.port}`,
      ]),
    }),
  hostInIpv6: (random, target) =>
    sent(target, right(target), {
      host: pick(random, [
        `[::1]:${target.port}`,
        `[::ffff:127.0.0.1]:${target.port}`,
        `[::]:${target.port}`,
        `::1:${target.port}`,
        '[::1]',
      ]),
    }),
  otherPort: (random, target) =>
    sent(target, right(target), { host: `127.0.0.1:${(target.port + 1 + random.below(60_000)) % 65_536}` }),
  noPort: (random, target) => sent(target, right(target), { host: pick(random, ['127.0.0.1', 'localhost']) }),
  dotBehindTheHost: (_random, target) => sent(target, right(target), { host: `localhost.:${target.port}` }),
  emptyHost: (_random, target) => sent(target, right(target), { host: '' }),
  noHost: (_random, target) => raw(`GET ${right(target)} HTTP/1.1${crlf}${crlf}`),
  hostTwice: (random, target) =>
    sent(target, right(target), {
      headers: [`Host: ${pick(random, ['evil.test', `localhost:${target.port}`])}`],
    }),
  forwardedHost: (random, target) =>
    sent(target, right(target), {
      host: 'evil.test',
      headers: [`X-Forwarded-Host: 127.0.0.1:${target.port}`, `Forwarded: host=127.0.0.1:${random.below(9)}`],
    }),
  pageThatFetches: (random, target) =>
    sent(target, wrong(random, target), {
      headers: ['Origin: https://evil.test', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Site: cross-site'],
    }),
  imageOfAPage: (random, target) =>
    sent(target, at(target, `error=access_denied&state=${wrongState(random)}`), {
      headers: ['Sec-Fetch-Dest: image', 'Sec-Fetch-Mode: no-cors', 'Referer: https://evil.test/'],
    }),
  privateNetworkQuestion: (_random, target) =>
    sent(target, right(target), {
      method: 'OPTIONS',
      headers: [
        'Origin: https://evil.test',
        'Access-Control-Request-Method: GET',
        'Access-Control-Request-Private-Network: true',
      ],
    }),
};

function swappedCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}

const generators: Readonly<Record<string, Generator>> = {
  ...states,
  ...parameters,
  ...paths,
  ...origins,
  ...wire,
  ...halves,
};

export const hostileKinds: readonly string[] = Object.keys(generators);

/** @throws for a kind that is none */
export function hostileCallback(kind: string, random: Random, target: CallbackTarget): Hostile {
  const generator = generators[kind];
  if (generator === undefined) throw new Error(`no such kind: ${kind}`);
  return generator(random, target);
}
