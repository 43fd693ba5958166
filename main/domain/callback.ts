// Judges a request that reached the sign-in listener. A wrong request never ends the attempt (reliability CB-01…CB-05).

/** One HTTP request as the listener saw it; `target` is the request target exactly as sent. */
export interface CallbackRequest {
  readonly method: string;
  readonly target: string;
  readonly host: string | undefined;
}

export interface CallbackExpectation {
  /** The port that the redirect address names. */
  readonly port: number;
  readonly path: string;
  readonly state: string;
  /** Suffixes that the provider may append to the state we sent (protocols §1.2). */
  readonly stateSuffixes: readonly string[];
  /** What `iss` has to be where the answer has one; whether it has to have one, the provider's metadata says (RFC 9207). */
  readonly issuer: string;
}

export type CallbackVerdict =
  /** `issuer` where the answer names it: then it is the expected one (RFC 9207). */
  | { readonly kind: 'answer'; readonly code: string; readonly issuer?: string }
  | { readonly kind: 'denied'; readonly error: string; readonly description: string }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 405 | 421; readonly reason: string };

const targetLimitCharacters = 8_192;

function refused(status: 400 | 404 | 405 | 421, reason: string): CallbackVerdict {
  return { kind: 'refused', status, reason };
}

/** Compares without ending early, so that the time taken says nothing about where two texts differ. */
export function equalInConstantTime(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < right.length; index += 1) {
    difference |= (left.charCodeAt(index % Math.max(1, left.length)) || 0) ^ right.charCodeAt(index);
  }
  return difference === 0;
}

function parseQuery(query: string): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    // Without a value the sign may be left out.
    const cut = `${pair}=`.indexOf('=');
    try {
      const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
      const name = decode(pair.slice(0, cut));
      if (parameters.has(name)) return undefined;
      parameters.set(name, decode(pair.slice(cut + 1)));
    } catch {
      return undefined;
    }
  }
  return parameters;
}

/** RFC 6749 §4.1.2 and §10.12, RFC 8252 §7.3 and §8.3, RFC 9207 §2.4. */
export function judgeCallback(request: CallbackRequest, expected: CallbackExpectation): CallbackVerdict {
  const { port } = expected;
  const hosts: readonly (string | undefined)[] = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];
  if (!hosts.includes(request.host)) return refused(421, 'wrong host');
  return judgeTarget(request, expected);
}

/** The same of a request that is known to be for the right host. */
export function judgeTarget(
  request: Pick<CallbackRequest, 'method' | 'target'>,
  { path, state, stateSuffixes, issuer }: Omit<CallbackExpectation, 'port'>,
): CallbackVerdict {
  if (request.target.length > targetLimitCharacters) return refused(400, 'too long');
  const [requestPath, ...queries] = request.target.split('?');
  if (requestPath !== path) return refused(404, 'wrong path');
  if (request.method !== 'GET') return refused(405, 'wrong method');
  if (queries.length > 1) return refused(400, 'malformed query');
  const parameters = parseQuery(queries.join(''));
  if (parameters === undefined) return refused(400, 'malformed or repeated parameter');
  const given = parameters.get('state') ?? '';
  const known = ['', ...stateSuffixes].map((suffix) => equalInConstantTime(given, state + suffix));
  if (!known.includes(true)) return refused(400, 'wrong state');
  const givenIssuer = parameters.get('iss');
  if (givenIssuer !== undefined && givenIssuer !== issuer) return refused(400, 'wrong issuer');
  const error = parameters.get('error');
  const code = parameters.get('code');
  if (error !== undefined && code !== undefined) return refused(400, 'both code and error');
  if (error !== undefined)
    return { kind: 'denied', error, description: parameters.get('error_description') ?? '' };
  if (code === undefined || code === '') return refused(400, 'no code');
  return { kind: 'answer', code, ...(givenIssuer !== undefined && { issuer: givenIssuer }) };
}
