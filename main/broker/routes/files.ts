// The routes for the files of other programs.
import {
  chooseFileRequestShape,
  fileRequestShape,
  filesShape,
  historyShape,
  oneFileRequestShape,
  previewShape,
  restoredFilesShape,
  restoreFilesRequestShape,
  type FilesAnswer,
  type HistoryAnswer,
  type PreviewAnswer,
  type RestoredFilesAnswer,
} from '../protocol/files.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface FileActions {
  list(): Promise<FilesAnswer>;
  choose(file: string, on: boolean): Promise<FilesAnswer>;
  preview(file: string): Promise<PreviewAnswer>;
  history(file: string | undefined): Promise<HistoryAnswer>;
  /** @param force also where that puts back a sign-in that may be spent */
  restore(file: string | undefined, force: boolean): Promise<RestoredFilesAnswer>;
}

export function fileRoutes(files: FileActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/files',
      about: 'The files of other programs that are written, and how they are.',
      intent: 'configure',
      answer: filesShape,
      handle: () => files.list(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/files/choose',
      about: 'Switches the writing of a file on or off.',
      intent: 'configure',
      body: chooseFileRequestShape,
      answer: filesShape,
      handle: ({ body }) => files.choose(body.file, body.on),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/files/preview',
      about: 'What would be written into a file, without secrets.',
      intent: 'configure',
      body: oneFileRequestShape,
      answer: previewShape,
      handle: ({ body }) => files.preview(body.file),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/files/history',
      about: 'The versions of a file that are kept, without secrets.',
      intent: 'configure',
      body: fileRequestShape,
      answer: historyShape,
      handle: ({ body }) => files.history(body.file),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/files/restore',
      about: 'Puts back what stood in a file before the first change.',
      intent: 'configure',
      body: restoreFilesRequestShape,
      answer: restoredFilesShape,
      handle: ({ body: { file, force = false } }) => files.restore(file, force),
    }),
  ];
}
