// `gatehouse auth backup` and `restore`: a file that only a passphrase opens.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fullName } from '../../domain/account-name.ts';
import { Failure } from '../../domain/failure.ts';
import { backupShape, restoreShape, type RestoreAnswer } from '../../broker/protocol/archive.ts';
import { passphraseLimitMs, questionLimitMs } from '../answer-limits.ts';
import { exit, print, tell } from '../output.ts';
import { requireFree, writeOwnFile } from '../own-file.ts';
import { readPassphrase } from '../passphrase.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import { restoreFiles } from './files.ts';
import { backupWords, restoreWords } from './backup-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

export interface BackupOptions extends JsonOption {
  readonly out: string;
  readonly provider?: string;
  readonly account?: string;
  readonly passphraseStdin?: true;
  readonly force?: true;
}

export async function backup(
  { out, provider, account, passphraseStdin, force, json }: BackupOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  if (force !== true) await requireFree(out);
  const client = await reachApp(paths, environment, tell);
  return cancellable(async (signal) => {
    const passphrase = await readPassphrase({ fromStdin: passphraseStdin === true, isNew: true }, signal);
    const { sealed, accounts } = await withProgress(
      backupWords.question,
      client.ask(
        {
          method: 'POST',
          path: '/v1/backups',
          body: { provider, account, passphrase },
          signal,
          answerLimitMs: questionLimitMs,
        },
        backupShape,
      ),
    );
    await writeOwnFile(out, `${sealed}\n`, force === true);
    if (json === true) {
      print(JSON.stringify({ schema: 1, ok: true, path: resolve(out), accounts }));
      return exit.ok;
    }
    print(backupWords.done(out, accounts.filter(({ content }) => content === 'keys').length));
    for (const each of accounts) {
      if (each.content === 'identity') print(backupWords.identity(fullName(each)));
      if (each.content === 'closed') tell(`! ${backupWords.closed(fullName(each))}`);
    }
    return exit.ok;
  });
}

export interface RestoreOptions extends JsonOption {
  readonly path?: string;
  readonly account?: readonly string[];
  readonly passphraseStdin?: true;
  readonly force?: true;
  readonly settings?: true;
  readonly files?: true;
  readonly file?: string;
}

async function sealedText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const detail = typeof code === 'string' ? { detail: code } : {};
    throw new Failure('storage/unreadable', { subject: path, cause, ...detail });
  }
}

function printRestored({ madeAt, accounts, settings }: RestoreAnswer): void {
  const { outcome, mayBeSpent, settings: settingsWords, none } = restoreWords;
  if (accounts.length === 0) print(none);
  for (const each of accounts) {
    print(`${fullName(each)}: ${outcome[each.outcome]}`);
    if (each.otherCopies !== null)
      tell(
        `! ${fullName(each)}: ${mayBeSpent(each.otherCopies, new Date(madeAt).toISOString().slice(0, 10))}`,
      );
    if (each.problem !== null) tell(`! ${each.problem.what}\n  ${each.problem.next}`);
  }
  if (settings === 'restored') print(settingsWords);
}

/** With `files`, that of the shared files. */
export async function restore(options: RestoreOptions, parts: CliParts): Promise<number> {
  const { path, account: accounts, passphraseStdin, force, settings, files, json } = options;
  if (files === true || path === undefined) return restoreFiles(options, parts);
  const sealed = await sealedText(path);
  const client = await reachApp(parts.paths, parts.environment, tell);
  return cancellable(async (signal) => {
    const passphrase = await readPassphrase({ fromStdin: passphraseStdin === true, isNew: false }, signal);
    const body = { sealed, passphrase, accounts, force: force === true, settings: settings === true };
    const answer = await withProgress(
      restoreWords.working,
      client.ask(
        { method: 'POST', path: '/v1/restores', body, signal, answerLimitMs: passphraseLimitMs },
        restoreShape,
      ),
    );
    const ok = answer.accounts.every(({ outcome }) => outcome !== 'failed');
    if (json === true) print(JSON.stringify({ ok, ...answer }));
    else printRestored(answer);
    return ok ? exit.ok : exit.refused;
  });
}
