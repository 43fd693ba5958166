// Joins what the window says about Gatehouse: what runs, where its files are, and the licences that the build has gathered.
import { join } from 'node:path';
import { readLicences, readRuntimeSource, runtimeLicencesIn } from './adapters/node/about-files.ts';
import type { AboutView } from '../preload/view.ts';
import type { Paths } from './paths.ts';

export interface AboutParts {
  readonly version: string;
  readonly paths: Pick<Paths, 'config' | 'data' | 'log'>;
  /** The folder that holds `out/`. */
  readonly root: string;
  /** The folder of what is packed beside the app, and that of the program itself. */
  readonly resources: string;
  readonly programFolder: string;
  readonly versions: { readonly electron: string; readonly chrome: string; readonly node: string };
}

/** Read when the page asks for it: nobody waits for it at start. */
export async function readAbout(parts: AboutParts): Promise<AboutView> {
  const { version, paths, root, resources, programFolder, versions } = parts;
  const [runtime, runtimeLicences, packages] = await Promise.all([
    readRuntimeSource(join(resources, 'runtime.json')),
    runtimeLicencesIn(programFolder),
    readLicences(join(root, 'out/main/licences.json')),
  ]);
  return {
    version,
    electron: versions.electron,
    chromium: versions.chrome,
    node: versions.node,
    runtime,
    places: [
      { name: 'config', path: paths.config },
      { name: 'data', path: paths.data },
      { name: 'log', path: paths.log },
    ],
    runtimeLicences,
    packages,
  };
}
