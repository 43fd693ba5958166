// One shared file: who reads it, whether we write it, who changed it elsewhere, and what would be written now.
import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { FilePreview, SharedFileView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { FileChange } from './file-change.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SettingSwitch } from './setting-switch.tsx';

export function FileSetting({ file }: { readonly file: SharedFileView }) {
  const { id, reader, path, writes, enabled, changedElsewhere, problem } = file;
  const place = useId();
  const preview = useIntent('file.preview');
  const shown = useSignal<FilePreview | null>(null);
  const name = `${reader} ${path}`;

  // What was true before the file or its switch changed is not what would be written now.
  useEffect(() => {
    shown.value = null;
  }, [enabled, changedElsewhere?.at]);

  const press = (): void => {
    if (preview.busy) return;
    if (shown.value !== null) {
      shown.value = null;
      return;
    }
    void preview.request({ file: id }).then((outcome) => {
      if (outcome.ok) shown.value = outcome.value;
    });
  };

  return (
    <SettingSwitch
      label={reader}
      path={path}
      on={enabled}
      change={(on) => ({ sharedFiles: { [id]: on } })}
      effect={writes}
      problem={problem}
    >
      <div class="file-foot">
        {changedElsewhere !== null && (
          <p class="setting-effect" title={messages.moment(changedElsewhere.at)}>
            {messages.wrote(changedElsewhere.by, changedElsewhere.at, now.value)}
          </p>
        )}
        <button
          type="button"
          class="quiet-button quiet-button-small"
          aria-label={shown.value === null ? messages.previewOf(name) : messages.hidePreviewOf(name)}
          aria-expanded={shown.value !== null}
          aria-controls={place}
          aria-busy={preview.busy}
          onClick={press}
        >
          {shown.value === null ? messages.preview : messages.hidePreview}
        </button>
      </div>
      <p class="unseen" role="status">
        {preview.busy ? messages.previewing : shown.value !== null && messages.previewShown}
      </p>
      <ProblemNote problems={[preview.problem]} />
      <div id={place} hidden={shown.value === null}>
        {shown.value !== null && <FileChange preview={shown.value} />}
      </div>
    </SettingSwitch>
  );
}
