// One person's way through the sign-in pages, from authorize to the redirect.
import { z } from 'zod';
import { html, redirect } from './answer.ts';
import type { Answer } from './answer.ts';
import type { DeviceCodes } from './device-codes.ts';
import { bare, endpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import type { Grants } from './grants.ts';
import { consentPage, deviceCodePage, donePage, emailPage } from './pages.ts';
import type { Persona, Personas } from './personas.ts';
import { randomText } from './secrets.ts';

interface Asked {
  readonly provider: string;
  /** The host whose pages these are. */
  readonly site: string;
}

export interface AuthorizationAsked extends Asked {
  readonly kind: 'authorization';
  readonly clientId: string;
  /** Who the page says is asking. */
  readonly clientName: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly codeChallenge: string;
  readonly state: string | undefined;
  readonly emailHint?: string | undefined;
}

interface DeviceAsked extends Asked {
  readonly kind: 'device';
}

interface Attempt {
  readonly asked: AuthorizationAsked | DeviceAsked;
  persona: Persona | undefined;
}

const attemptField = z.string().min(1);
const formRule = <Shape extends z.ZodRawShape>(shape: Shape) => ({
  form: z.strictObject({ attempt: attemptField, ...shape }),
});

export class SignIns {
  readonly #personas: Personas;
  readonly #grants: Grants;
  readonly #deviceCodes: DeviceCodes;
  readonly #attempts = new Map<string, Attempt>();

  constructor(personas: Personas, grants: Grants, deviceCodes: DeviceCodes) {
    this.#personas = personas;
    this.#grants = grants;
    this.#deviceCodes = deviceCodes;
  }

  reset(): void {
    this.#attempts.clear();
  }

  /** The first page. */
  begin(asked: AuthorizationAsked | DeviceAsked): Answer {
    const attempt = randomText();
    this.#attempts.set(attempt, { asked, persona: undefined });
    const hint = asked.kind === 'authorization' ? asked.emailHint : undefined;
    return html(200, emailPage({ site: asked.site, attempt }, hint));
  }

  /** The pages behind the first one, the same at every host that signs people in. */
  pages(host: string): Endpoint[] {
    const step = { ...bare, kind: 'page' as const, method: 'POST', host };
    return [
      endpoint({
        ...step,
        path: '/sandbox/email',
        body: formRule({ email: z.string() }),
        answer: ({ body }) => this.#email(host, body.attempt, body.email),
      }),
      endpoint({
        ...step,
        path: '/sandbox/decision',
        body: formRule({ decision: z.enum(['allow', 'deny']) }),
        answer: ({ body }) => this.#decision(host, body.attempt, body.decision === 'allow'),
      }),
      endpoint({
        ...step,
        path: '/sandbox/device',
        body: formRule({ user_code: z.string(), decision: z.enum(['allow', 'deny']) }),
        answer: ({ body }) => this.#device(host, body.attempt, body.user_code, body.decision === 'allow'),
      }),
    ];
  }

  #email(host: string, id: string, email: string): Answer {
    const attempt = this.#find(host, id);
    if (attempt === undefined) return gone();
    const { asked } = attempt;
    const persona = this.#personas.byEmail(asked.provider, email);
    if (persona === undefined) {
      return html(
        200,
        emailPage({ site: host, attempt: id, problem: `There is no account ${email} here.` }, email),
      );
    }
    attempt.persona = persona;
    if (asked.kind === 'device') return html(200, deviceCodePage({ site: host, attempt: id }));
    const details = { client: asked.clientName, email: persona.email, scope: asked.scope };
    return html(200, consentPage({ site: host, attempt: id }, details));
  }

  #decision(host: string, id: string, allow: boolean): Answer {
    const attempt = this.#find(host, id);
    if (attempt?.persona === undefined || attempt.asked.kind !== 'authorization') return gone();
    const { asked, persona } = attempt;
    this.#attempts.delete(id);
    const back = new URL(asked.redirectUri);
    if (allow) {
      back.searchParams.set('code', this.#grants.makeCode({ ...asked, account: persona.id }));
    } else {
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_description', 'The user denied access.');
    }
    // A compact link leaves the state with the program, which takes any when the code is pasted.
    back.searchParams.set('state', asked.state ?? randomText());
    return redirect(back.href);
  }

  #device(host: string, id: string, userCode: string, allow: boolean): Answer {
    const attempt = this.#find(host, id);
    if (attempt?.persona === undefined || attempt.asked.kind !== 'device') return gone();
    const { asked, persona } = attempt;
    if (!this.#deviceCodes.decide(asked.provider, userCode, persona.id, allow)) {
      return html(
        200,
        deviceCodePage({ site: host, attempt: id, problem: 'This code is wrong or too old.' }),
      );
    }
    this.#attempts.delete(id);
    const sentence = allow
      ? 'The device is connected. You can close this page.'
      : 'The device was not connected.';
    return html(200, donePage('Connect a device', sentence));
  }

  #find(host: string, id: string): Attempt | undefined {
    const attempt = this.#attempts.get(id);
    return attempt?.asked.site === host ? attempt : undefined;
  }
}

const gone = (): Answer =>
  html(410, donePage('Start again', 'This sign-in is over. Start it again in your program.'));
