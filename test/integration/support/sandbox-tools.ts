// The sandbox providers for tests of the product's own code: started once, each provider with the tools that the product
// would give it, and a person who signs in.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { z } from 'zod';
import { createPinnedHttp, type Fetch } from '../../../main/adapters/node/pinned-http.ts';
import type { Http } from '../../../main/ports.ts';
import type { ProviderDescription, ProviderTools } from '../../../main/providers/description.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { parsed } from '../../fakes/parsed.ts';
import { makeClient, type Ask, type Response as Answer } from '../../world/sandbox/client.ts';
import type { Persona } from '../../world/sandbox/personas.ts';
import type { Provider } from '../../world/sandbox/provider.ts';
import { providers as sandboxProviders } from '../../world/sandbox/providers/list.ts';
import { startSandbox, type RunningSandbox } from '../../world/sandbox/start.ts';

/** What was asked, and what came back. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

interface SandboxTools extends ProviderTools {
  readonly log: RecordingLog;
  /** In the order of the answers. */
  readonly exchanges: readonly Exchange[];
}

/** The sandbox's counterpart of a provider. Fails where there is none: nobody may be left out. */
export function sandboxOf({ id }: Pick<ProviderDescription, 'id'>): Provider {
  const found = sandboxProviders.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the sandbox has no provider ${id}`);
  return found;
}

/** fetch through the sandbox's proxy; bodies reach it as they were written. */
function fetchBy(ask: Ask): Fetch {
  return async (url, { method, headers, body }) => {
    const sent = new Headers(headers);
    const written = z.optional(z.string()).parse(body);
    const isJson = sent.get('content-type')?.includes('json') === true;
    const answer = await ask(url, {
      method: method ?? 'GET',
      headers: Object.fromEntries(sent),
      ...(written !== undefined && {
        body: isJson
          ? z.record(z.string(), z.unknown()).parse(parsed(written))
          : new URLSearchParams(written),
      }),
    });
    const plain = Object.entries(answer.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    return new Response(answer.text, { status: answer.status, headers: Object.fromEntries(plain) });
  };
}

/**
 * A sandbox for all tests of a file, as just started for each of them. A test after which its log holds a deviation fails.
 */
export function useSandbox() {
  let folder = '';
  let started: { readonly running: RunningSandbox; readonly ask: Ask } | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const running = await startSandbox(folder);
    started = { running, ask: await makeClient(running.addresses) };
  });
  beforeEach(() => {
    sandbox().reset();
  });
  afterEach(() => {
    expect(
      sandbox()
        .log.since(0)
        .flatMap(({ deviation }) => deviation ?? []),
    ).toEqual([]);
  });
  afterAll(async () => {
    await started?.running[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  function there(): NonNullable<typeof started> {
    if (started === undefined) throw new Error('the sandbox is not started');
    return started;
  }
  const sandbox = () => there().running.sandbox;
  const clock = { nowMs: (): number => sandbox().clock.nowMs() };

  /** The tools as the product makes them: the provider's own hosts and nothing else. */
  function toolsOf(
    { hosts }: Pick<ProviderDescription, 'hosts'>,
    { fetch = fetchBy(there().ask), limitMs = 30_000 }: { fetch?: Fetch; limitMs?: number } = {},
  ): SandboxTools {
    const exchanges: Exchange[] = [];
    const pinned = createPinnedHttp(fetch, { hosts, userAgent: 'Gatehouse/test', limitMs });
    const http: Http = async (url, init) => {
      const response = await pinned(url, init);
      const text = await response.clone().text();
      exchanges.push({ method: init?.method ?? 'GET', url, status: response.status, text });
      return response;
    };
    return { http, clock, log: new RecordingLog(), exchanges };
  }

  /** Types a code into a page as a person would. */
  async function typeIn(
    url: string,
    { code, email, decision }: { code: string; email: string; decision: 'allow' | 'deny' },
  ): Promise<Answer> {
    const { ask } = there();
    const { origin } = new URL(url);
    const attempt = /name="attempt" value="([^"]+)"/.exec((await ask(url)).text)?.[1] ?? '';
    await ask(`${origin}/sandbox/email`, { body: new URLSearchParams({ attempt, email }) });
    return ask(`${origin}/sandbox/device`, {
      body: new URLSearchParams({ attempt, user_code: code, decision }),
    });
  }

  return {
    sandbox,
    ask: (): Ask => there().ask,
    addresses: () => there().running.addresses,
    toolsOf,
    typeIn,
    /** Who signs in with this provider, or has a key of it. */
    personOf: (provider: ProviderDescription): Persona =>
      sandbox().personas.get(sandboxOf(provider).defaultPersona),
    /** Later by as much, for the sandbox. */
    wait: (ms: number): void => {
      sandbox().clock.offsetMs += ms;
    },
  };
}
