// Runs commands that a company's server supplies: without a shell, in an empty folder, without any key in the environment.
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { FoundProgram } from '../../domain/company-login.ts';
import { Failure } from '../../domain/failure.ts';
import { Secret } from '../../domain/secret.ts';
import type { LoginCommands, Programs } from '../../ports.ts';
import { programFolders, searchPathName } from './program-folders.ts';
import { endOf, killWhole } from './programs.ts';

const longestOutputBytes = 64 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** Who the person is, where the session is, and whose word for a host counts. Everything else may be a key. */
const handedOn =
  /^(?:USER|LOGNAME|LANG|LC_[A-Z]+|TZ|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_RUNTIME_DIR|XDG_CURRENT_DESKTOP|DBUS_SESSION_BUS_ADDRESS|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS|SYSTEMROOT|WINDIR|USERPROFILE|APPDATA|LOCALAPPDATA|PATHEXT)$/i;
const proxies = /^(?:HTTPS?|ALL|NO)_PROXY$/i;

/** A proxy may be named with a password. */
function mayBeHandedOn(name: string, value: string): boolean {
  return handedOn.test(name) || (proxies.test(name) && !value.includes('@'));
}

async function mayRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function failed(subject: string, detail: string, cause?: unknown): Failure {
  return new Failure('company-login/failed', { subject, detail, ...(cause !== undefined && { cause }) });
}

/** @throws Failure `company-login/failed` */
function said(subject: string, bytes: Uint8Array): Secret {
  try {
    return new Secret(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The engine's own error is not kept: nothing that was said is to be told.
    throw failed(subject, 'it did not say plain text');
  }
}

/**
 * @param environment of the app, of which a few names are handed on
 * @param programs where a terminal of the person would find a program
 */
export function createLoginCommands(
  environment: Environment,
  programs: Pick<Programs, 'find'>,
  home = homedir(),
): LoginCommands {
  async function childEnvironment(): Promise<Record<string, string>> {
    const made: Record<string, string> = { HOME: home };
    for (const [name, value] of Object.entries(environment))
      if (value !== undefined && mayBeHandedOn(name, value)) made[name] = value;
    made[searchPathName(made)] = (await programFolders(home, environment)).join(delimiter);
    return made;
  }

  async function output(
    child: ChildProcess,
    { subject, limitMs }: { readonly subject: string; readonly limitMs: number },
    signal: AbortSignal,
  ): Promise<Secret> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let ended: Failure | undefined;
    const end = (detail: string): void => {
      ended ??= failed(subject, detail);
      killWhole(child);
    };
    const kill = (): void => {
      killWhole(child);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > longestOutputBytes) end('it said more than 64 KiB');
      else chunks.push(chunk);
    });
    const limit = setTimeout(() => {
      end(`it did not end within ${limitMs / 1000} s`);
    }, limitMs);
    signal.addEventListener('abort', kill, { once: true });
    if (signal.aborted) kill();
    try {
      await endOf(child);
    } catch (cause) {
      throw failed(subject, 'it could not be started', cause);
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', kill);
    }
    signal.throwIfAborted();
    if (ended !== undefined) throw ended;
    const { exitCode, signalCode } = child;
    if (exitCode !== 0) throw failed(subject, signalCode ?? `exit code ${exitCode ?? 'unknown'}`);
    return said(subject, Buffer.concat(chunks));
  }

  return {
    async find(name): Promise<FoundProgram | undefined> {
      const path = isAbsolute(name) ? name : /[/\\]/.test(name) ? undefined : await programs.find(name);
      if (path === undefined || !(await mayRun(path))) return undefined;
      return { path, leadsTo: await realpath(path) };
    },

    async run({ program, words, subject }, limitMs, signal) {
      signal.throwIfAborted();
      const folder = await mkdtemp(join(tmpdir(), 'gatehouse-login-'));
      try {
        // What it says on the other channel is for a terminal, and may hold anything.
        const child = spawn(program, words, {
          cwd: folder,
          env: await childEnvironment(),
          detached: process.platform !== 'win32',
          windowsHide: true,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        return await output(child, { subject, limitMs }, signal);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
