// `gatehouse settings`: settings into a file and from one, and back as they were.
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import {
  appliedSettingsShape,
  putBackSettingsShape,
  settingsFileShape,
  settingsOfferShape,
  type SettingsOfferFacts,
} from '../../broker/protocol/settings-file.ts';
import { Failure } from '../../domain/failure.ts';
import { mostSettingsFileBytes } from '../../domain/settings-file.ts';
import { requireYes } from '../agree.ts';
import { parseJson } from '../call.ts';
import { connectToApp } from '../client.ts';
import { exit, print, printExactly, tell } from '../output.ts';
import { requireFree, writeOwnFile } from '../own-file.ts';
import { givenName, readGivenFile } from '../read-given-file.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, withProgress } from '../terminal.ts';
import type { CliParts, JsonOption } from './parts.ts';
import { settingsWords, settingValueText } from './settings-words.ts';

/** A file may name more than anybody reads. */
const mostNames = 12;

export interface ExportSettingsOptions extends JsonOption {
  readonly file?: string;
  readonly force?: true;
}

const objectShape = z.record(z.string(), z.unknown());

export async function exportSettings(
  { file, force, json }: ExportSettingsOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  if (file !== undefined && force !== true) await requireFree(file);
  const client = connectToApp(paths, environment);
  const { text } = await withProgress(
    settingsWords.reading,
    client.ask({ method: 'GET', path: '/v1/settings/file' }, settingsFileShape),
  );
  if (file !== undefined) {
    await writeOwnFile(file, text, force === true);
    if (json === true) print(JSON.stringify({ schema: 1, ok: true, path: resolve(file), file: null }));
    else print(settingsWords.written(file));
  } else if (json === true) {
    const parsed = objectShape.safeParse(parseJson(text));
    if (!parsed.success) throw new Failure('broker/version-mismatch');
    print(JSON.stringify({ schema: 1, ok: true, path: null, file: parsed.data }));
  } else printExactly(text);
  return exit.ok;
}

export interface ImportSettingsOptions extends JsonOption {
  readonly file: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

function stepsText({ steps }: SettingsOfferFacts): string[] {
  return steps.map(
    ({ setting, of, from, to }) =>
      `  ${settingsWords.step(setting, of?.label, settingValueText(from), settingValueText(to))}`,
  );
}

function ignoredText({ ignored }: SettingsOfferFacts): string[] {
  return ignored.map(({ reason, names }) => {
    const shown = names.slice(0, mostNames);
    return `${settingsWords.ignored[reason]}: ${settingsWords.names(shown, names.length - shown.length)}`;
  });
}

function offerText(offer: SettingsOfferFacts, name: string): string {
  const { wouldChange, wouldChangeNothing } = settingsWords;
  const head = offer.steps.length === 0 ? wouldChangeNothing(name) : wouldChange(offer.steps.length);
  return [head, ...stepsText(offer), ...ignoredText(offer)].join('\n');
}

export async function importSettings(
  { file, dryRun, yes, json }: ImportSettingsOptions,
  { paths, environment }: CliParts,
): Promise<number> {
  const [name, text] = [givenName(file), await readGivenFile(file, mostSettingsFileBytes)];
  const client = await reachApp(paths, environment, tell);
  // The question needs what it is about, also where standard output is to have nothing but the object.
  const show = (shown: string): void => {
    const isShown = json !== true && print(shown);
    if (!isShown && dryRun !== true && yes !== true) tell(shown);
  };
  return cancellable(async (signal) => {
    const call = { method: 'POST', signal } as const;
    let offer: SettingsOfferFacts = await withProgress(
      settingsWords.reading,
      client.ask({ ...call, path: '/v1/settings/read', body: { name, text } }, settingsOfferShape),
    );
    show(offerText(offer, name));
    const isWanted = dryRun !== true;
    let isChanged = false;
    while (isWanted && !isChanged && offer.steps.length > 0) {
      const question = settingsWords.question(offer.steps.length);
      await requireYes(yes === true, { question, nobody: settingsWords.needsYes }, signal);
      const body = { offer: offer.offer };
      const { changedSince } = await withProgress(
        settingsWords.changing,
        client.ask({ ...call, path: '/v1/settings/apply', body }, appliedSettingsShape),
      );
      isChanged = changedSince === null;
      if (changedSince === null) continue;
      offer = changedSince;
      show(`${settingsWords.changedSince}\n${offerText(offer, name)}`);
    }
    const { steps, ignored } = offer;
    if (json === true) print(JSON.stringify({ schema: 1, ok: true, changed: isChanged, steps, ignored }));
    else if (isChanged) print(`${settingsWords.changed(steps.length)}\n${settingsWords.wayBack}`);
    return exit.ok;
  });
}

export async function undoSettings({ json }: JsonOption, { paths, environment }: CliParts): Promise<number> {
  const client = connectToApp(paths, environment);
  const answer = await withProgress(
    settingsWords.undoing,
    client.ask({ method: 'POST', path: '/v1/settings/put-back', body: {} }, putBackSettingsShape),
  );
  const { putBack, kept } = answer;
  if (json === true) print(JSON.stringify({ ok: true, ...answer }));
  else {
    if (putBack.length > 0) print(settingsWords.putBack(putBack));
    if (kept.length > 0) print(settingsWords.kept(kept));
  }
  return exit.ok;
}
