// What to do where the system gives ordinary programs no user namespaces, which Chromium's sandbox needs. The launcher looks
// for the same before it starts anything.
import { readFileSync } from 'node:fs';

/** Reads a file of the kernel; undefined where it has none of that name. */
type Reader = (path: string) => string | undefined;

function readKernel(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

const profile = (program: string): string =>
  `abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile gatehouse-app "${program}" flags=(unconfined) {\\n  userns,\\n}\\n`;

/**
 * The words for a terminal; undefined where nothing of that kind stands in the way.
 * @param program the app's own binary
 */
export function sandboxFix(program: string, read: Reader = readKernel): string | undefined {
  const why = 'This system gives ordinary programs no user namespaces, which the sandbox of its pages needs.';
  if (read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1')
    return [
      `${why} AppArmor keeps them back; this allows them for Gatehouse alone:`,
      `  printf '${profile(program)}' | sudo tee /etc/apparmor.d/gatehouse-app >/dev/null`,
      '  sudo apparmor_parser --replace /etc/apparmor.d/gatehouse-app',
    ].join('\n');
  if (read('/proc/sys/kernel/unprivileged_userns_clone') === '0')
    return [
      `${why} This allows them until the next start:`,
      '  sudo sysctl kernel.unprivileged_userns_clone=1',
    ].join('\n');
  if (read('/proc/sys/user/max_user_namespaces') === '0')
    return [
      `${why} This allows them until the next start:`,
      '  sudo sysctl user.max_user_namespaces=15000',
    ].join('\n');
  return undefined;
}
