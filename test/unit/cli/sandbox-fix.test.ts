// What the kernel's switches say about user namespaces, and the commands that allow them.
import { expect, test } from 'vitest';
import { fixAfterEnd, sandboxFix, withoutSandboxShown } from '../../../main/cli/sandbox-fix.ts';

const kernel = '/proc/sys/kernel';
const clone = `${kernel}/unprivileged_userns_clone`;
const most = '/proc/sys/user/max_user_namespaces';
const apparmor = `${kernel}/apparmor_restrict_unprivileged_userns`;
const open = { [apparmor]: '0', [clone]: '1', [most]: '60000' };
const kept = { ...open, [apparmor]: '1' };
const program = '/opt/app/gatehouse-app';
const profileOf = (name: string): string => `/etc/apparmor.d/${name}`;
const profile = profileOf('gatehouse-app');
const why =
  'This system gives ordinary programs no user namespaces, which the sandbox of its pages needs. AppArmor keeps them back; this allows them for Gatehouse alone:';

interface Asked {
  readonly program?: string;
  readonly image?: string;
  readonly setuid?: string;
}

const factsOf = (files: Readonly<Record<string, string>>, setuid?: string) => ({
  read: (path: string) => files[path],
  isSetuid: (path: string) => path === setuid,
});

const fixWith = (files: Readonly<Record<string, string>>, asked: Asked = {}): readonly string[] | undefined =>
  sandboxFix(asked.program ?? program, asked.image, factsOf(files, asked.setuid))?.split('\n');

test.each([
  ['a kernel that allows them', open, {}],
  ['a kernel without such switches', {}, {}],
  ['an app whose profile is there', { ...kept, [profile]: `profile "x" "${program}" {}` }, {}],
  [
    'an app that was unpacked',
    { ...kept, [profileOf('gatehouse-unpacked')]: `profile "x" "${program}" {}` },
    {},
  ],
  ['an app whose helper is root’s', kept, { setuid: '/opt/app/chrome-sandbox' }],
])('%s needs nothing', (_name, files, asked) => {
  expect(fixWith(files, asked)).toBeUndefined();
});

test('where AppArmor keeps them back, the profile allows them for this program alone', () => {
  const elsewhere = { ...kept, [profile]: `profile gatehouse-app "${program}-other" {}` };
  const told = [
    why,
    String.raw`  printf 'abi <abi/4.0>,\ninclude <tunables/global>\nprofile gatehouse-unpacked "%s" flags=(unconfined) {\n  userns,\n}\n' '/opt/app/gatehouse-app' | sudo tee /etc/apparmor.d/gatehouse-unpacked >/dev/null`,
    '  sudo apparmor_parser --replace /etc/apparmor.d/gatehouse-unpacked',
  ];
  expect([fixWith(kept), fixWith(elsewhere)]).toEqual([told, told]);
});

test('only what the packages have installed gets the profile that they write, and take away', () => {
  expect(fixWith(kept, { program: '/opt/Gatehouse/gatehouse-app' })?.at(-1)).toBe(
    '  sudo apparmor_parser --replace /etc/apparmor.d/gatehouse-app',
  );
});

test('of an AppImage the file is named, not the folder that is another one at each start', () => {
  const asked = { program: '/tmp/.mount_abc/gatehouse-app', image: '/home/ada/Gatehouse.AppImage' };
  expect(fixWith(kept, asked)?.slice(1)).toEqual([
    String.raw`  printf 'abi <abi/4.0>,\ninclude <tunables/global>\nprofile gatehouse-appimage "%s" flags=(unconfined) {\n  userns,\n}\n' '/home/ada/Gatehouse.AppImage' | sudo tee /etc/apparmor.d/gatehouse-appimage >/dev/null`,
    '  sudo apparmor_parser --replace /etc/apparmor.d/gatehouse-appimage',
  ]);
});

test('whatever the path is called, it stays one word for the shell and one path for AppArmor', () => {
  const [, line] = fixWith(kept, { program: `/home/ada/it's 100% [new]/gatehouse-app` }) ?? [];
  expect(line).toContain(String.raw`' '/home/ada/it'\''s 100% \[new\]/gatehouse-app' | sudo tee`);
});

test.each([
  [clone, 'sudo sysctl kernel.unprivileged_userns_clone=1'],
  [most, 'sudo sysctl user.max_user_namespaces=15000'],
])('where %s is 0, the command that sets it is said', (path, command) => {
  expect(fixWith({ ...open, [path]: '0' })).toEqual([
    'This system gives ordinary programs no user namespaces, which the sandbox of its pages needs. This allows them until the next start:',
    `  ${command}`,
  ]);
});

test('it is said of an app that has ended itself, not of one that was killed or has ended with a code', () => {
  const signals = ['SIGTRAP', 'SIGILL', 'SIGABRT', 'SIGKILL', 'SIGTERM', 'SIGSEGV', null] as const;
  const said = signals.filter(
    (signal) => fixAfterEnd(signal, program, undefined, factsOf(kept)) !== undefined,
  );
  expect(said).toEqual(['SIGTRAP', 'SIGILL', 'SIGABRT']);
});

test('a dialog says the same in the language of the person, and names the same command', () => {
  const closed = factsOf({ ...open, [clone]: '0' });
  expect([
    withoutSandboxShown(program, undefined, 'en', closed),
    withoutSandboxShown(program, undefined, 'de', closed),
    withoutSandboxShown(program, undefined, 'de', factsOf(open)).detail,
  ]).toEqual([
    {
      message: 'Gatehouse does not run without its sandbox.',
      detail: [
        'This system gives ordinary programs no user namespaces, which the sandbox of its pages needs. This allows them until the next start:',
        '  sudo sysctl kernel.unprivileged_userns_clone=1',
      ].join('\n'),
    },
    {
      message: 'Gatehouse läuft nicht ohne Sandbox.',
      detail: [
        'Dieses System gibt gewöhnlichen Programmen keine User-Namespaces, und die braucht die Sandbox seiner Seiten. Das hier erlaubt sie bis zum nächsten Start:',
        '  sudo sysctl kernel.unprivileged_userns_clone=1',
      ].join('\n'),
    },
    'Starte es ohne --no-sandbox; ein AppImage fügt das von selbst hinzu, wo das System ihm keine User-Namespaces gibt.',
  ]);
});
