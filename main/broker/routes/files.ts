// The routes for the files of other programs.
import { Hono } from 'hono';
import { readBody } from '../body.ts';
import {
  chooseFileRequestShape,
  fileRequestShape,
  oneFileRequestShape,
  restoreFilesRequestShape,
  type FilesAnswer,
  type HistoryAnswer,
  type PreviewAnswer,
  type RestoredFilesAnswer,
} from '../protocol/files.ts';

export interface FileActions {
  list(): Promise<FilesAnswer>;
  choose(file: string, on: boolean): Promise<FilesAnswer>;
  preview(file: string): Promise<PreviewAnswer>;
  history(file: string | undefined): Promise<HistoryAnswer>;
  /** @param force also where that puts back a sign-in that may be spent */
  restore(file: string | undefined, force: boolean): Promise<RestoredFilesAnswer>;
}

export function fileRoutes(files: FileActions): Hono {
  const routes = new Hono();
  routes.get('/files', async (context) => context.json(await files.list()));
  routes.post('/files/choose', async (context) => {
    const { file, on } = await readBody(context, chooseFileRequestShape);
    return context.json(await files.choose(file, on));
  });
  routes.post('/files/preview', async (context) => {
    const { file } = await readBody(context, oneFileRequestShape);
    return context.json(await files.preview(file));
  });
  routes.post('/files/history', async (context) => {
    const { file } = await readBody(context, fileRequestShape);
    return context.json(await files.history(file));
  });
  routes.post('/files/restore', async (context) => {
    const { file, force = false } = await readBody(context, restoreFilesRequestShape);
    return context.json(await files.restore(file, force));
  });
  return routes;
}
