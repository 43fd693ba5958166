// A token endpoint that rotates refresh tokens and notices reuse (RFC 9700 §4.14.2), in this process, on loopback. It
// knows what it has issued and when the last byte of it left.
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tokenWith } from '../../fakes/tokens.ts';
import { machineMs } from './statistics.ts';

export const issuer = 'https://auth.openai.com';
export const clientId = 'app_test';

/** One sign-in: a chain of tokens of which only the last one is good. */
export interface Family {
  readonly person: string;
  readonly workspace: string;
  /** Everything issued, oldest first. */
  readonly issued: Tokens[];
  readonly requests: TokenRequest[];
  /** Requests with a token that was spent before. */
  reuses: number;
  isDead: boolean;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly id: string;
  /** Unix milliseconds. */
  readonly obtainedAt: number;
  readonly expiresAt: number;
}

/** Times by `machineMs`. */
export interface TokenRequest {
  readonly arrivedMs: number;
  outcome: 'asked' | 'issued' | 'refused' | 'gone';
  /** When the last byte of the answer was handed to the system. */
  sentMs?: number;
}

export interface TokenServer extends AsyncDisposable {
  readonly url: string;
  /** A new sign-in whose first access token has this long to live, which may be negative. */
  begin(lifeMs: number): Family;
  /** How long it thinks before it looks at a token; whoever has gone by then is not answered and spends nothing. */
  thinkMs: number;
  /** `arrived` and `sent`, each with the family and the request. */
  readonly events: EventEmitter<{ arrived: [Family, TokenRequest]; sent: [Family, TokenRequest] }>;
}

const renewedLifeMs = 3_600_000;
const random = (): string => randomBytes(16).toString('hex');

function issue({ person, workspace, issued }: Family, lifeMs: number): Tokens {
  const now = Date.now();
  const claims = {
    iss: issuer,
    aud: [clientId],
    sub: `auth0|${person}`,
    iat: Math.floor(Math.min(now, now + lifeMs - 1000) / 1000),
    exp: Math.floor((now + lifeMs) / 1000),
  };
  const tokens: Tokens = {
    access: tokenWith({ ...claims, jti: `canary_access_${random()}` }),
    refresh: `canary_rt_${random()}`,
    id: tokenWith({
      ...claims,
      // The id token outlives the question whether this computer's clock is right.
      exp: claims.exp + 86_400,
      jti: `canary_id_${random()}`,
      email: `${person}@example.test`,
      'https://api.openai.com/auth': { chatgpt_user_id: person, chatgpt_account_id: workspace },
    }),
    obtainedAt: claims.iat * 1000,
    expiresAt: claims.exp * 1000,
  };
  issued.push(tokens);
  return tokens;
}

function refuse(response: ServerResponse, code: string): void {
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message: code } }));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

export async function startTokenServer(): Promise<TokenServer> {
  const byToken = new Map<string, Family>();
  const events: TokenServer['events'] = new EventEmitter();
  let people = 0;

  function judge(family: Family, token: string, note: TokenRequest, response: ServerResponse): void {
    const refused = (code: string): void => {
      note.outcome = 'refused';
      refuse(response, code);
    };
    if (response.destroyed) {
      note.outcome = 'gone';
      return;
    }
    if (family.isDead) {
      refused('refresh_token_invalidated');
    } else if (family.issued.at(-1)?.refresh !== token) {
      family.reuses += 1;
      family.isDead = true;
      refused('refresh_token_reused');
    } else {
      const tokens = issue(family, renewedLifeMs);
      byToken.set(tokens.refresh, family);
      note.outcome = 'issued';
      response.once('finish', () => {
        note.sentMs = machineMs();
        events.emit('sent', family, note);
      });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          access_token: tokens.access,
          refresh_token: tokens.refresh,
          id_token: tokens.id,
          token_type: 'Bearer',
          expires_in: renewedLifeMs / 1000,
        }),
      );
    }
  }

  const server = createServer((request, response) => {
    void (async () => {
      const token = new URLSearchParams(await textOf(request)).get('refresh_token') ?? '';
      const family = byToken.get(token);
      if (family === undefined) {
        refuse(response, 'refresh_token_invalidated');
        return;
      }
      const note: TokenRequest = { arrivedMs: machineMs(), outcome: 'asked' };
      family.requests.push(note);
      events.emit('arrived', family, note);
      setTimeout(() => {
        judge(family, token, note, response);
      }, running.thinkMs);
    })();
  });
  // Longer than a run between two requests of one worker: a connection that dies under a request would look like a fault.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the token server has no port');
  const running: TokenServer = {
    url: `http://127.0.0.1:${address.port}/oauth/token`,
    thinkMs: 10,
    events,
    begin(lifeMs) {
      people += 1;
      const family: Family = {
        person: `user-${people}`,
        workspace: `acc-${people}`,
        issued: [],
        requests: [],
        reuses: 0,
        isDead: false,
      };
      byToken.set(issue(family, lifeMs).refresh, family);
      return family;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return running;
}
