// The profiles that let Gatehouse have user namespaces where AppArmor keeps them back from ordinary programs. Pure.

export const profileFolder = '/etc/apparmor.d';

/**
 * A name for each place that it may lie in, for none may overwrite or take away the profile of another. `packaged` is written, and
 * removed, by our deb and rpm.
 */
export const profileNames = {
  packaged: 'gatehouse-app',
  unpacked: 'gatehouse-unpacked',
  image: 'gatehouse-appimage',
} as const;

/** As AppArmor reads a path: some characters would stand for others. */
export const profilePath = (path: string): string => path.replaceAll(/[\\"*?[\]{}^]/g, String.raw`\$&`);

/** Whether the text of a profile is for this program. */
export const isProfileFor = (text: string, path: string): boolean => text.includes(`"${profilePath(path)}"`);
