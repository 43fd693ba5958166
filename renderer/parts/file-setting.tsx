// One shared file: who reads it, whether we write it, who changed it elsewhere, and what would be written now.
import type { SharedFileView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { openPage, showPage } from '../state.ts';
import { ChangePreview } from './change-preview.tsx';
import { SettingSwitch } from './setting-switch.tsx';

export interface FileSettingProps {
  readonly file: SharedFileView;
  /** Whether it is written until the person chooses. */
  readonly usual: boolean | undefined;
}

export function FileSetting({ file, usual }: FileSettingProps) {
  const { id, reader, path, writes, enabled, changedElsewhere, problem } = file;
  const preview = useIntent('file.preview');
  return (
    <SettingSwitch
      label={reader}
      path={path}
      on={enabled}
      usual={usual}
      change={(on) => ({ sharedFiles: { [id]: on } })}
      effect={writes}
      problem={problem}
    >
      <ChangePreview
        name={`${reader} ${path}`}
        busy={preview.busy}
        problem={preview.problem}
        ask={() => preview.request({ file: id })}
        empty={messages.noFile}
        validFor={`${enabled} ${changedElsewhere?.at}`}
      >
        {changedElsewhere !== null && (
          <p class="setting-effect" title={messages.moment(changedElsewhere.at)}>
            {messages.wrote(changedElsewhere.by, changedElsewhere.at, now.value)}
          </p>
        )}
        <button
          type="button"
          class="quiet-button quiet-button-small"
          aria-label={messages.showFileHistoryOf(`${reader} ${path}`)}
          onClick={() => {
            showPage({ name: 'activity', file: id }, openPage.peek()?.from ?? null);
          }}
        >
          {messages.showFileHistory}
        </button>
      </ChangePreview>
    </SettingSwitch>
  );
}
