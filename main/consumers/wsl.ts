// The same files inside the Linux distributions of Windows, whose programs read nothing of Windows' own. Untried.
import type { CredentialFile, ManagedFile, Places, SharedFile, WslHome } from './description.ts';

/** Inside, the variables of Windows say nothing. */
function placesIn({ home }: WslHome, { data }: Places): Places {
  return { home, data, environment: {} };
}

/**
 * Off unless the person asks for it. The refresh token of a sign-in has its one file outside, so that a file that would
 * carry it gets API keys alone. Locks of Linux cannot be had from Windows: compare-before-rename has to do.
 */
function credentialFileIn(file: CredentialFile, id: string, places: Places): CredentialFile {
  const { rotated, locks: _locks, overruledBy, ...rest } = file;
  return {
    ...rest,
    id,
    path: () => file.path(places),
    isOnByDefault: false,
    needsFolder: true,
    ...(rotated !== undefined && {
      accepts: (entry) => entry.credential.kind === 'api-key' && file.accepts(entry),
    }),
    ...(overruledBy !== undefined && {
      overruledBy: { ...overruledBy, path: () => overruledBy.path(places) },
    }),
  };
}

/** One for each distribution; none of a file that holds no keys. */
export function insideWsl(file: SharedFile, label: string, places: Places): readonly ManagedFile[] {
  if (file.kind !== 'credential') return [];
  return (places.wslHomes ?? []).flatMap((wsl) => {
    const inside = placesIn(wsl, places);
    if (file.isApart?.(inside) === false) return [];
    const id = `${file.id}@wsl-${wsl.distribution}`;
    return [
      {
        file: credentialFileIn(file, id, inside),
        path: file.path(inside),
        reader: `${label} in ${wsl.distribution}`,
      },
    ];
  });
}
