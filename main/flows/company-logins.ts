// Company logins of a program: a server names a command, the person allows exactly that command, and what it says becomes the
// program's key in its own file (design §11). From then on that server has a say in the program's settings.
import type { CompanyLogins, Places } from '../consumers/description.ts';
import type { CompanyCommand, CompanyLogin } from '../domain/company-login.ts';
import { companyLoginQuestion } from '../domain/company-login-words.ts';
import { refusedValue } from '../domain/environment-rules.ts';
import { Failure, toFailure, type FailureCode } from '../domain/failure.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Language } from '../domain/language.ts';
import { Secret } from '../domain/secret.ts';
import type {
  AskPerson,
  Clock,
  CommandApprovals,
  FileWatch,
  Http,
  Log,
  LoginCommands,
  SharedFileWriter,
  TextFiles,
} from '../ports.ts';
import { createTurns } from '../domain/in-turn.ts';
import { objectInBytes } from './json-in-file.ts';
import type { SharedFiles } from './shared-files.ts';

const runLimitMs = 60_000;

export interface CompanyLoginParts {
  /** How people call the program. */
  readonly program: string;
  readonly host: CompanyLogins;
  readonly places: Places;
  /** For one host: https only, no redirects, bounded in size and time. */
  readonly httpFor: (host: string) => Http;
  readonly commands: LoginCommands;
  readonly approvals: CommandApprovals;
  readonly ask: AskPerson;
  /** @throws Failure `flag/off` where no such login may be made now */
  readonly requireOn: () => Promise<void>;
  /** Of the question. */
  readonly language: () => Language;
  readonly textFiles: TextFiles;
  readonly writer: Pick<SharedFileWriter, 'editJson' | 'planJson'>;
  readonly sharedFiles: Pick<SharedFiles, 'alone' | 'wrote'>;
  readonly watch: FileWatch;
  /** Gets what stands in the program's file whenever that was looked at or has changed. */
  readonly seen: (logins: readonly CompanyLogin[]) => void;
  /** A command has run, to whatever end: by the person's yes, or, `policy`, by one that they gave earlier. */
  readonly ran: (command: CompanyCommand, by: 'person' | 'policy', failure?: FailureCode) => void;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface CompanyLoginFlow {
  /** What stands in the program's file now. @throws Failure `storage/unreadable` */
  list(): Promise<readonly CompanyLogin[]>;
  /** Tells what stands there now, and again whenever the file changes. Never fails. */
  look(): Promise<void>;
  /** Tells no more. */
  stop(): void;
  /**
   * Asks the server what to run and the person whether it may run, runs it, and writes the key into the program's file.
   * The person is not asked again as long as nothing in the command has changed.
   * @param signal whoever asked wants it no more: nothing is run or written then
   * @throws Failure of the families `company-login/`, `flag/`, `network/`, `provider/`, `storage/`, or the signal's reason; nothing
   * was written then
   */
  login(address: string, signal: AbortSignal): Promise<CompanyLogin>;
  /**
   * Takes the login of a server out of the program's file, and forgets what was allowed for it; false: there was none.
   * @throws Failure of the `storage/` family
   */
  logout(address: string): Promise<boolean>;
}

export function createCompanyLogins(parts: CompanyLoginParts): CompanyLoginFlow {
  const { program, host, places, commands, approvals, writer, sharedFiles, clock, log } = parts;
  const path = host.path(places);
  const target = { path };
  const inTurn = createTurns();
  let stopWatching = (): void => undefined;

  async function present(): Promise<JsonObject | undefined> {
    const text = await parts.textFiles.read(path);
    return text === undefined ? undefined : objectInBytes(new TextEncoder().encode(text));
  }

  /** @throws Failure */
  async function documentOf(address: string, signal: AbortSignal): Promise<JsonObject> {
    const url = host.documentAt(address);
    const { hostname } = new URL(url);
    const unsuitable = (detail: string | undefined, cause?: unknown): Failure =>
      new Failure('company-login/unsuitable', {
        subject: hostname,
        ...(detail !== undefined && { detail }),
        ...(cause !== undefined && { cause }),
      });
    const asked = parts.httpFor(hostname)(url, { signal, headers: { accept: 'application/json' } });
    const answer = await asked.catch((thrown: unknown) => {
      const failure = toFailure(thrown);
      // A redirect, or too much: the words for that are about the figures of a provider.
      throw failure.code === 'provider/unexpected-answer' ? unsuitable(failure.detail, thrown) : thrown;
    });
    if (answer.status !== 200) throw unsuitable(`HTTP ${String(answer.status)}`);
    const document = objectInBytes(new Uint8Array(await answer.arrayBuffer()));
    if (document === undefined) throw unsuitable('its answer is not such a login');
    return document;
  }

  /** @throws Failure */
  async function commandOf(address: string, signal: AbortSignal): Promise<CompanyCommand> {
    const offer = host.offer(address, await documentOf(address, signal));
    const [name] = offer.command;
    const found = await commands.find(name);
    if (found !== undefined) return { ...offer, program: found };
    throw new Failure('company-login/unsuitable', {
      subject: offer.host,
      detail: `there is no program "${name}" here`,
    });
  }

  /** By whose yes. @throws Failure `company-login/refused`, `flag/off` */
  async function requireYes(command: CompanyCommand, signal: AbortSignal): Promise<'person' | 'policy'> {
    if (await approvals.has(command)) return 'policy';
    const question = companyLoginQuestion(command, program, parts.language());
    const isAllowed = await parts.ask.ask(question, signal);
    signal.throwIfAborted();
    if (!isAllowed) throw new Failure('company-login/refused', { subject: command.host });
    // It may have been switched off while the question stood.
    await parts.requireOn();
    log.info('command of a company allowed', { url: command.url, program: command.program.path });
    // Where nothing can be kept, the yes is for this once.
    await inTurn(() => approvals.keep(command, clock.nowMs())).catch((thrown: unknown) => {
      log.warn('allowed command not kept', { url: command.url, failure: toFailure(thrown) });
    });
    return 'person';
  }

  /** The program may have become another one while the question stood. @throws Failure `company-login/unsuitable` */
  async function requireSame({
    command: [name],
    program: shown,
    host: subject,
  }: CompanyCommand): Promise<void> {
    const found = await commands.find(name);
    if (found?.path === shown.path && found.leadsTo === shown.leadsTo) return;
    throw new Failure('company-login/unsuitable', { subject, detail: `"${name}" is another program by now` });
  }

  /** @throws Failure `company-login/failed` */
  async function keyFrom(command: CompanyCommand, signal: AbortSignal): Promise<Secret> {
    const [, ...words] = command.command;
    const { host: subject } = command;
    const order = { program: command.program.path, words, subject };
    const key = (await commands.run(order, runLimitMs, signal)).reveal().trim();
    const detail = key === '' ? 'it said nothing' : refusedValue(key);
    if (detail !== undefined) throw new Failure('company-login/failed', { subject, detail });
    return new Secret(key);
  }

  /** Also of one that the program itself has taken and we would not. */
  function sameAddress(name: string): string {
    try {
      return host.address(name);
    } catch {
      return name.trim().replace(/\/+$/, '');
    }
  }

  const list = async (): Promise<readonly CompanyLogin[]> =>
    host.list(await present()).map(({ url, variable }) => ({ url, variable }));

  /** What cannot be read is said by Doctor, and by whoever wants to write there. */
  async function tell(): Promise<void> {
    parts.seen(await list().catch(() => []));
  }

  return {
    list,

    async look() {
      // The program may have made its folder only now.
      stopWatching();
      stopWatching = parts.watch.watch(path, () => void tell());
      await tell();
    },

    stop() {
      stopWatching();
    },

    async login(typed, signal) {
      await parts.requireOn();
      const address = host.address(typed);
      // Nobody should have to decide what cannot be written.
      await writer.planJson(target, () => undefined);
      const command = await commandOf(address, signal);
      const by = await requireYes(command, signal);
      await requireSame(command);
      const key = await keyFrom(command, signal).catch((thrown: unknown) => {
        parts.ran(command, by, toFailure(thrown).code);
        throw thrown;
      });
      parts.ran(command, by);
      const { url, variable } = command;
      await sharedFiles.alone(async () => {
        signal.throwIfAborted();
        await writer.editJson(target, () => host.withLogin({ url, variable }, key));
        await sharedFiles.wrote(path);
      });
      await tell();
      log.info('company login written', { url, path });
      return { url, variable };
    },

    async logout(typed) {
      const url = sameAddress(typed);
      let wasThere = false;
      await sharedFiles.alone(async () => {
        await writer.editJson(target, (found) => {
          const names = host
            .list(found)
            .filter((each) => [each.url, each.name].some((name) => sameAddress(name) === url));
          wasThere = names.length > 0;
          return wasThere ? Object.fromEntries(names.map(({ name }) => [name, undefined])) : undefined;
        });
        await sharedFiles.wrote(path);
      });
      await inTurn(() => approvals.forget(url)).catch((thrown: unknown) => {
        log.warn('allowed command not forgotten', { url, failure: toFailure(thrown) });
      });
      await tell();
      return wasThere;
    },
  };
}
