// The step of the first steps that says which files are written, where and why.
import type { SharedFileView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { FileSetting } from './file-setting.tsx';

export function FirstRunFiles({ files }: { readonly files: readonly SharedFileView[] }) {
  if (files.length === 0) return <p class="card">{messages.noFilesYet}</p>;
  return (
    <div class="card settings">
      {files.map((file) => (
        <FileSetting key={file.id} file={file} usual={undefined} />
      ))}
    </div>
  );
}
