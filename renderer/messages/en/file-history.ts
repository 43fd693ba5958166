// What the history of a shared file says: who wrote it, what that changed, and how it comes to what stood there before.
import type {
  FileHistoryView,
  FileRestoredView,
  FileStepView,
  FileWriterView,
} from '../../../preload/view.ts';
import { all } from './lists.ts';
import { shortMoment } from './time.ts';
import { counted } from './words.ts';

const writer = (by: FileWriterView): string => {
  if (by.kind === 'program') return by.name;
  return by.kind === 'gatehouse' ? 'Gatehouse' : 'Another program';
};

const restored: Readonly<Record<Exclude<FileRestoredView['outcome'], 'spent' | 'failed'>, string>> = {
  restored: 'The file is as it was before Gatehouse, byte for byte, and switched off.',
  removed: 'The file is gone, as before Gatehouse, and switched off.',
  unchanged: 'The file was as it was before Gatehouse already. It is switched off now.',
  untouched: 'Gatehouse has written nothing there, so nothing was put back.',
};

type Step = FileStepView['kind'];

const steps: Readonly<Record<Exclude<Step, 'changed'>, string>> = {
  first: 'oldest version',
  alike: 'no visible change',
  gone: 'taken away',
};

const stepWords: Readonly<Record<Exclude<Step, 'changed'> | 'empty', string>> = {
  first: 'The oldest version that is kept, as a whole:',
  alike: 'Nothing that is shown here changed; the spaces or the end of a line did.',
  gone: 'The file was taken away.',
  empty: 'The file was empty.',
};

export const fileHistoryMessages = {
  fileHistory: 'File history',
  fileHistoryEffect: 'Who changed the shared files, what changed, and how to get back what was there before.',
  fileHistoryCount: (count: number): string => counted(count, 'file', 'files'),
  showFileHistory: 'History',
  showFileHistoryOf: (file: string): string => `History of ${file}`,
  readingFileHistory: 'Reading the history…',
  readFileHistoryAgain: 'Try again',

  fileVersions: (path: string): string => `Versions of ${path}`,
  fileVersionMoment: (at: number): string => shortMoment().format(at),
  fileWriter: writer,
  /** A part of the line that names who wrote it and when. */
  fileStep: (kind: Exclude<Step, 'changed'>): string => steps[kind],
  fileStepWords: (kind: keyof typeof stepWords): string => stepWords[kind],
  fileLinesChanged: (came: number, went: number): string =>
    [
      came > 0 && `${counted(came, 'line', 'lines')} added`,
      went > 0 && `${counted(went, 'line', 'lines')} removed`,
    ]
      .filter((part) => part !== false)
      .join(', '),
  fileChangeRegion: (by: FileWriterView, at: number): string =>
    `Change by ${writer(by)}, ${shortMoment().format(at)}`,
  foldedLines: (count: number): string => counted(count, 'unchanged line', 'unchanged lines'),
  moreFileLines: (count: number): string => `${counted(count, 'more line is', 'more lines are')} not shown.`,
  fileSecretsReplaced: 'Keys are replaced by a short mark; the same mark stands for the same key.',

  noFileVersions: 'No version is kept yet. The next change to this file will be the first.',
  fileVersionsInMemory: 'While keys are kept in memory only, no versions of a file are kept.',
  fileVersionsClosed: (sealed: number): string =>
    sealed === 0
      ? 'The key store is closed, so no version of this file can be kept or shown.'
      : `The key store is closed, so ${counted(sealed, 'version', 'versions')} cannot be shown. Open it to see them.`,
  fileVersionsLost: (sealed: number): string =>
    `${counted(sealed, 'version is', 'versions are')} sealed by a key that is gone, and cannot be shown.`,
  toKeyStore: 'Open the key store settings',

  fileOriginal: ({ at, existed }: NonNullable<FileHistoryView['original']>): string =>
    existed
      ? `Gatehouse wrote here first on ${shortMoment().format(at)}. What stood there before is kept.`
      : `Gatehouse wrote here first on ${shortMoment().format(at)}. There was no file before.`,
  noFileOriginal: 'Nothing of Gatehouse stands in this file, so there is nothing to put back.',
  restoreFile: 'Put back what was there before Gatehouse',
  restoreFileNamed: (path: string): string => `Put back what was there before Gatehouse: ${path}`,
  restoreFileQuestion: (path: string): string => `Put back ${path}?`,
  restoreFileEffect: (existed: boolean, readers: readonly string[]): string =>
    (existed
      ? 'The file becomes what it was before Gatehouse first wrote it, byte for byte; what stands there now is replaced.'
      : 'There was no file before Gatehouse, so it is taken away.') +
    ` It is switched off in the settings, so Gatehouse no longer writes it for ${all().format(readers)}. Your accounts here stay.`,
  restoreFileYes: 'Put back',
  restoringFile: 'Putting it back…',
  restoreSpentEffect: (readers: readonly string[]): string =>
    `The older sign-in would stand there again. The provider may refuse it, and ${all().format(readers)} would have to sign in anew.`,
  restoreSpentYes: 'Put back all the same',
  restoreFailedHint: 'The file is switched off already; what stands in it has not changed.',
  restoredFile: (outcome: FileRestoredView['outcome']): string =>
    outcome === 'spent' || outcome === 'failed' ? '' : restored[outcome],
  switchFileOn: 'Switch it on again in the settings',
} as const;
