// One shared file: who reads it, whether we write it, who changed it elsewhere, and what would be written now.
import type { SharedFileView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { ChangePreview } from './change-preview.tsx';
import { SettingSwitch } from './setting-switch.tsx';

export function FileSetting({ file }: { readonly file: SharedFileView }) {
  const { id, reader, path, writes, enabled, changedElsewhere, problem } = file;
  const preview = useIntent('file.preview');
  return (
    <SettingSwitch
      label={reader}
      path={path}
      on={enabled}
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
      </ChangePreview>
    </SettingSwitch>
  );
}
