// Stands for main behind the bridge: made from the contract, so that a changed call or push does not compile here.
import type { Page } from '@playwright/test';
import * as z from 'zod/mini';
import {
  calls,
  type Bridge,
  type CallAnswer,
  type CallInput,
  type CallName,
  type Outcome,
  type PushName,
  type Pushes,
  type Text,
} from '../../../preload/contract.ts';
import { callNames } from '../../../preload/names.ts';
import type { ProblemView, View } from '../../../preload/view.ts';
import { noon } from './views.ts';

type Answer<Name extends CallName> = (
  input: CallInput<Name>,
) => Outcome<CallAnswer<Name>> | Promise<Outcome<CallAnswer<Name>>>;

type Answers = { [Name in CallName]: Answer<Name> };

declare global {
  interface Window {
    /** The fake's end of the bridge, reached from the page. */
    readonly fakeCall: Bridge['call'];
    readonly fakePush: <Name extends PushName>(name: Name, payload: Text<Pushes[Name]>) => void;
  }
}

/** The contract's schemas, with the link between a call's name and its input kept for the compiler. */
const schemas: { readonly [Name in CallName]: z.core.$ZodType<CallInput<Name>> } = calls;
const done = { ok: true, value: null } as const;
const healthy = {
  ok: true,
  value: { at: noon, identities: [], findings: [], repaired: [] },
} as const;

/** Nobody has linked the command line yet. */
const terminal = {
  found: null,
  link: { path: '/home/ada/.local/bin/gatehouse', kind: 'absent' },
  command: "mkdir -p ~/.local/bin && ln -s '/opt/gatehouse/gatehouse' ~/.local/bin/gatehouse",
} as const;

/** Two packages stand for all. */
const about = {
  ok: true,
  value: {
    version: '0.1.0',
    electron: '33.2.1',
    chromium: '130.0.6723.118',
    node: '20.18.1',
    runtime: 'official',
    places: [
      { name: 'config', path: '/home/ada/.config/gatehouse' },
      { name: 'data', path: '/home/ada/.local/share/gatehouse' },
      { name: 'log', path: '/home/ada/.local/state/gatehouse' },
    ],
    runtimeLicences: '/opt/gatehouse',
    packages: [
      { name: 'hono', version: '4.13.19', licence: 'MIT', text: 'MIT License\n\nCopyright (c) Yusuke Wada' },
      { name: 'semver', version: '7.8.6', licence: 'ISC', text: 'The ISC License\n\nCopyright (c) Isaac Z.' },
    ],
  },
} as const;

const idle = { ok: true, value: { agents: [], waiting: [], accounts: [] } } as const;

export const refused = (problem: ProblemView) => ({ ok: false, problem }) as const;

export class FakeMain {
  /** Who answers a page at present: a page that is kept from test to test gets another main each time. */
  static readonly #behind = new WeakMap<Page, { main: FakeMain }>();
  readonly #page: Page;
  readonly #answers: Answers;
  readonly #received: { readonly [Name in CallName]: CallInput<Name>[] } = {
    'view.get': [],
    'window.open': [],
    'signIn.start': [],
    'signIn.cancel': [],
    'signIn.copyUrl': [],
    'secret.enter': [],
    'keyStore.choose': [],
    'lock.set': [],
    'safeMode.end': [],
    'keyStore.startAnew': [],
    'provider.prefer': [],
    'account.use': [],
    'account.signOut': [],
    'file.preview': [],
    'statusLine.set': [],
    'statusLine.preview': [],
    'hook.add': [],
    'hook.remove': [],
    'company.login': [],
    'company.logout': [],
    'flag.set': [],
    'switch.undo': [],
    'shell.set': [],
    'shell.preview': [],
    'doctor.look': [],
    'doctor.fix': [],
    'doctor.preview': [],
    'doctor.undo': [],
    'quota.refresh': [],
    'settings.change': [],
    'agents.get': [],
    'agents.end': [],
    'activity.get': [],
    'activity.verify': [],
    'files.history': [],
    'files.restore': [],
    'logins.find': [],
    'logins.take': [],
    'notice.try': [],
    'terminal.get': [],
    'terminal.link': [],
    'history.get': [],
    'history.export': [],
    'settings.export': [],
    'settings.readFile': [],
    'settings.applyFile': [],
    'settings.putBack': [],
    'about.get': [],
    'update.look': [],
    'update.fetch': [],
    'update.cancelFetch': [],
    'update.restart': [],
  };

  private constructor(page: Page, view: View) {
    this.#page = page;
    this.#answers = {
      'view.get': () => ({ ok: true, value: view }),
      'window.open': () => done,
      'signIn.start': () => done,
      'signIn.cancel': () => done,
      'signIn.copyUrl': () => done,
      'secret.enter': () => done,
      'keyStore.choose': () => done,
      'lock.set': () => done,
      'safeMode.end': () => done,
      'keyStore.startAnew': () => done,
      'provider.prefer': () => done,
      'account.use': () => done,
      'account.signOut': () => done,
      'file.preview': ({ file }) => ({
        ok: true,
        value: { path: `/home/ada/${file}.json`, before: null, after: null, reason: 'Nobody is signed in.' },
      }),
      'statusLine.set': () => done,
      'statusLine.preview': ({ consumer }) => ({
        ok: true,
        value: { path: `/home/ada/${consumer}.json`, before: null, after: '{}\n', reason: null },
      }),
      'hook.add': () => done,
      'hook.remove': () => done,
      'company.login': () => done,
      'company.logout': () => done,
      'flag.set': () => done,
      'switch.undo': () => done,
      'shell.set': () => done,
      'shell.preview': ({ shell }) => ({
        ok: true,
        value: { path: `/home/ada/.${shell}rc`, before: null, after: '# gatehouse\n', reason: null },
      }),
      'doctor.look': () => healthy,
      'doctor.fix': () => healthy,
      'doctor.preview': ({ finding }) => ({
        ok: true,
        value: {
          path: `/home/ada/${finding}`,
          before: 'export KEY\n',
          after: '# export KEY\n',
          reason: null,
        },
      }),
      'doctor.undo': () => healthy,
      'quota.refresh': () => done,
      'settings.change': () => done,
      'agents.get': () => idle,
      'agents.end': () => idle,
      'activity.get': () => ({ ok: true, value: { entries: [], more: false, foreignWrites: [] } }),
      'activity.verify': () => ({ ok: true, value: { kind: 'whole', entries: 0, sealedUpTo: 0 } }),
      'files.history': ({ file }) => ({
        ok: true,
        value: {
          path: `/home/ada/${file}.json`,
          readers: [file],
          versions: [],
          sealed: 0,
          keyStore: 'open',
          original: null,
        },
      }),
      'files.restore': () => ({ ok: true, value: { outcome: 'untouched', problem: null } }),
      'logins.find': () => ({ ok: true, value: { logins: [], unseen: [] } }),
      'logins.take': ({ only }) => ({
        ok: true,
        value: only.map((id) => ({ id, outcome: 'taken', problem: null })),
      }),
      'notice.try': () => done,
      'terminal.get': () => ({ ok: true, value: terminal }),
      'terminal.link': ({ on }) => ({
        ok: true,
        value: on
          ? { ...terminal, found: terminal.link.path, link: { ...terminal.link, kind: 'ours' } }
          : terminal,
      }),
      'history.get': ({ account, days }) => ({
        ok: true,
        value: { account, from: noon - days * 86_400_000, to: noon, windows: [] },
      }),
      'history.export': () => ({ ok: true, value: { path: null } }),
      'settings.export': () => ({ ok: true, value: { path: null } }),
      'settings.readFile': () => ({ ok: true, value: null }),
      'settings.applyFile': () => ({ ok: true, value: { kind: 'applied' } }),
      'settings.putBack': () => ({ ok: true, value: { kept: [] } }),
      'about.get': () => about,
      'update.look': () => done,
      'update.fetch': () => done,
      'update.cancelFetch': () => done,
      'update.restart': () => done,
    };
  }

  /** Call before the page is loaded. */
  static async behind(page: Page, view: View): Promise<FakeMain> {
    const main = new FakeMain(page, view);
    const before = FakeMain.#behind.get(page);
    if (before !== undefined) {
      before.main = main;
      return main;
    }
    const present = { main };
    FakeMain.#behind.set(page, present);
    await page.exposeFunction('fakeCall', (name: unknown, input: unknown) => {
      const known = callNames.find((each) => each === name);
      if (known === undefined) throw new Error(`the window used an unknown call: ${String(name)}`);
      return present.main.#take(known, input);
    });
    await page.addInitScript(() => {
      const listeners: { readonly [Name in PushName]: Set<(payload: Text<Pushes[Name]>) => void> } = {
        'view.changed': new Set(),
        'page.show': new Set(),
        'account.show': new Set(),
        'provider.show': new Set(),
      };
      const bridge: Bridge = {
        call: (name, input) => window.fakeCall(name, input),
        on(name, listener) {
          listeners[name].add(listener);
          return () => listeners[name].delete(listener);
        },
      };
      const push: Window['fakePush'] = (name, payload) => {
        for (const listener of listeners[name]) listener(payload);
      };
      Object.defineProperty(window, 'gatehouse', { value: bridge });
      Object.defineProperty(window, 'fakePush', { value: push });
    });
    return main;
  }

  /** Settles what a call answers from now on. */
  answer<Name extends CallName>(name: Name, answer: Answers[Name]): void {
    this.#answers[name] = answer;
  }

  /** Everything that arrived by this call, oldest first. */
  received<Name extends CallName>(name: Name): readonly CallInput<Name>[] {
    return this.#received[name];
  }

  /** How many calls arrived in all, for walks that must send nothing else. */
  get total(): number {
    return callNames.reduce((sum, name) => sum + this.#received[name].length, 0);
  }

  async show(view: View): Promise<void> {
    await this.#push('view.changed', view);
  }

  async showPage(page: Pushes['page.show']['page']): Promise<void> {
    await this.#push('page.show', { page });
  }

  async showAccount(account: string): Promise<void> {
    await this.#push('account.show', { account });
  }

  async showProvider(provider: string, method: string | null): Promise<void> {
    await this.#push('provider.show', { provider, method });
  }

  async #take<Name extends CallName>(name: Name, input: unknown): Promise<Text<Outcome<CallAnswer<Name>>>> {
    const parsed = z.safeParse(schemas[name], input);
    // The real door refuses it too; here it is a mistake of the window.
    if (!parsed.success) throw new Error(`${name} was sent with an input that its schema refuses`);
    this.#received[name].push(parsed.data);
    return JSON.stringify(await this.#answers[name](parsed.data));
  }

  async #push<Name extends PushName>(name: Name, payload: Pushes[Name]): Promise<void> {
    await this.#page.evaluate(
      ([pushed, text]) => {
        window.fakePush(pushed, text);
      },
      [name, JSON.stringify(payload)] as const,
    );
  }
}
