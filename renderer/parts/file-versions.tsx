// One shared file: what stood there before us with the way back to it, and its versions with what each changed.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FileHistoryView, FileVersionView, FileWriterView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { openPage, showPage } from '../state.ts';
import { FileLines } from './file-lines.tsx';
import { Mark, Program, UnknownFile } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';
import { RestoreFile } from './restore-file.tsx';

export interface FileVersionsProps {
  readonly file: string;
  readonly path: string;
  /** Changes whenever its history may have. */
  readonly state: string;
}

export function FileVersions({ file, path, state }: FileVersionsProps) {
  const get = useIntent('files.history');
  /** What was read last, which stays in sight while it is read again. */
  const read = useSignal<FileHistoryView | null>(null);
  const again = (): void => {
    void get.request({ file }).then((outcome) => {
      if (outcome.ok) read.value = outcome.value;
    });
  };
  useEffect(again, [file, state]);

  const history = read.value;
  return (
    <div class="file-versions" aria-busy={get.busy}>
      <p class="hint passing" role="status">
        {history === null && get.busy && messages.readingFileHistory}
      </p>
      <ProblemNote problems={[get.problem]} />
      {get.problem !== null && (
        <button type="button" class="button button-small file-again" onClick={again}>
          {messages.readFileHistoryAgain}
        </button>
      )}
      {history !== null && (
        <>
          <RestoreFile file={file} history={history} onDone={again} />
          <Versions path={path} history={history} />
        </>
      )}
    </div>
  );
}

function Versions({ path, history }: { readonly path: string; readonly history: FileHistoryView }) {
  const { versions } = history;
  const [newest] = versions;
  return (
    <>
      {versions.length > 0 && (
        <>
          <ol class="file-version-list" aria-label={messages.fileVersions(path)}>
            {versions.map((version) => (
              <Version key={version.at} version={version} isOpen={version === newest} />
            ))}
          </ol>
          <p class="hint">{messages.fileSecretsReplaced}</p>
        </>
      )}
      <Missing history={history} />
    </>
  );
}

/** Why there are no versions, or not all. */
function Missing({ history: { versions, sealed, keyStore } }: { readonly history: FileHistoryView }) {
  if (keyStore === 'closed' && (sealed > 0 || versions.length === 0))
    return (
      <div class="file-missing">
        <p class="hint">{messages.fileVersionsClosed(sealed)}</p>
        <button
          type="button"
          class="quiet-button quiet-button-small"
          onClick={() => {
            showPage({ name: 'settings', place: 'protection' }, openPage.peek()?.from ?? null);
          }}
        >
          {messages.toKeyStore}
        </button>
      </div>
    );
  if (keyStore === 'memory' && (sealed > 0 || versions.length === 0))
    return <p class="hint">{messages.fileVersionsInMemory}</p>;
  if (sealed > 0) return <p class="hint">{messages.fileVersionsLost(sealed)}</p>;
  return versions.length === 0 ? <p class="hint">{messages.noFileVersions}</p> : null;
}

const icons: Readonly<Record<FileWriterView['kind'], () => preact.JSX.Element>> = {
  gatehouse: Mark,
  program: Program,
  unknown: UnknownFile,
};

function standingOf({ step }: FileVersionView): string {
  return step.kind === 'changed'
    ? messages.fileLinesChanged(step.added, step.removed)
    : messages.fileStep(step.kind);
}

function Version({ version, isOpen }: { readonly version: FileVersionView; readonly isOpen: boolean }) {
  const { at, by, step } = version;
  const Icon = icons[by.kind];
  return (
    <li>
      <details class="file-version" open={isOpen}>
        <summary class="file-version-head">
          <Icon />
          <span class="file-version-words">
            <span class="file-version-by">{messages.fileWriter(by)}</span>{' '}
            <time class="hint phrase" dateTime={new Date(at).toISOString()} title={messages.moment(at)}>
              {messages.fileVersionMoment(at)}
            </time>{' '}
            <span class="hint phrase">{standingOf(version)}</span>
          </span>
        </summary>
        {step.kind !== 'changed' && <p class="hint">{messages.fileStepWords(step.kind)}</p>}
        {(step.kind === 'first' || step.kind === 'changed') && (
          <FileLines name={messages.fileChangeRegion(by, at)} lines={step.lines} more={step.more} />
        )}
      </details>
    </li>
  );
}
