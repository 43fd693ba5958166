// The history of the shared files on the page Activity: closed until somebody wants to know, one line for each file.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SharedFileView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { FileVersions } from './file-versions.tsx';
import { SettingDetails } from './setting-details.tsx';

/** Two of ours may be parts of one file. */
interface OneFile {
  readonly path: string;
  readonly ids: readonly string[];
  readonly readers: readonly string[];
  /** Changes whenever its history may have. */
  readonly state: string;
}

function byPath(files: readonly SharedFileView[]): readonly OneFile[] {
  return [...new Set(files.map(({ path }) => path))].map((path) => {
    const parts = files.filter((file) => file.path === path);
    return {
      path,
      ids: parts.map(({ id }) => id),
      readers: [...new Set(parts.map(({ reader }) => reader))],
      state: parts.map(({ enabled, changedElsewhere }) => `${enabled} ${changedElsewhere?.at}`).join(),
    };
  });
}

export interface FileHistoriesProps {
  readonly files: readonly SharedFileView[];
  /** The id of the file that the page was opened for. */
  readonly target: string | null;
}

export function FileHistories({ files, target }: FileHistoriesProps) {
  const each = byPath(files);
  if (each.length === 0) return null;
  return (
    <SettingDetails
      label={messages.fileHistory}
      effect={messages.fileHistoryEffect}
      standing={messages.fileHistoryCount(each.length)}
      opened={target !== null}
    >
      <ul class="file-histories">
        {each.map((file) => (
          <OneHistory key={file.path} file={file} isTarget={target !== null && file.ids.includes(target)} />
        ))}
      </ul>
    </SettingDetails>
  );
}

function OneHistory({ file, isTarget }: { readonly file: OneFile; readonly isTarget: boolean }) {
  const { path, ids, readers, state } = file;
  const [id] = ids;
  const opened = useSignal(isTarget);
  const summary = useRef<HTMLElement>(null);

  useLayoutEffect(() => {
    if (!isTarget) return;
    summary.current?.scrollIntoView({ block: 'start', behavior: 'instant' });
    summary.current?.focus({ preventScroll: true });
  }, []);

  return (
    <li>
      <details
        class="file-history"
        open={isTarget}
        onToggle={({ currentTarget }) => {
          opened.value = currentTarget.open;
        }}
      >
        <summary ref={summary} class="file-history-name">
          <span class="setting-label">{readers.join(', ')}</span> <span class="path">{path}</span>
        </summary>
        {/* Read anew each time it is opened. */}
        {opened.value && id !== undefined && <FileVersions file={id} path={path} state={state} />}
      </details>
    </li>
  );
}
