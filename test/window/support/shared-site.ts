// Builds and serves the renderer once for all files of the project window: each would build the very same.
import type { TestProject } from 'vitest/node';
import { openSite } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built window is served. */
    readonly siteOrigin: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const site = await openSite();
  project.provide('siteOrigin', site.origin);
  return () => site.close();
}
