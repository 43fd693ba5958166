// What the window draws about Gatehouse itself: what runs, where its files are, and whose work is in it.

/** A package that is part of Gatehouse. */
export interface PackageView {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it, for example MIT. */
  readonly licence: string;
  /** The words of its licence. */
  readonly text: string;
}

export interface AboutView {
  readonly version: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Which build of Electron this is; null where nothing says so. */
  readonly runtime: 'official' | 'fallback' | null;
  readonly places: readonly { readonly name: 'config' | 'data' | 'log'; readonly path: string }[];
  /** The folder with the licence texts of Electron and Chromium; null where they are not shipped. */
  readonly runtimeLicences: string | null;
  /** Null: the list could not be read. */
  readonly packages: readonly PackageView[] | null;
}
