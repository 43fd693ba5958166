// What the kernel's switches say about user namespaces, and the commands that allow them.
import { expect, test } from 'vitest';
import { sandboxFix } from '../../../main/cli/sandbox-fix.ts';

const kernel = '/proc/sys/kernel';
const clone = `${kernel}/unprivileged_userns_clone`;
const most = '/proc/sys/user/max_user_namespaces';
const apparmor = `${kernel}/apparmor_restrict_unprivileged_userns`;
const open = { [apparmor]: '0', [clone]: '1', [most]: '60000' };

const fixWith = (files: Readonly<Record<string, string>>): string | undefined =>
  sandboxFix('/opt/app/gatehouse-app', (path) => files[path]);

test.each([
  ['a kernel that allows them', open],
  ['a kernel without such switches', {}],
])('%s needs nothing', (_name, files) => {
  expect(fixWith(files)).toBeUndefined();
});

test('where AppArmor keeps them back, the profile allows them for this program alone', () => {
  expect(fixWith({ ...open, [apparmor]: '1' })?.split('\n')).toEqual([
    'This system gives ordinary programs no user namespaces, which the sandbox of its pages needs. AppArmor keeps them back; this allows them for Gatehouse alone:',
    String.raw`  printf 'abi <abi/4.0>,\ninclude <tunables/global>\nprofile gatehouse-app "/opt/app/gatehouse-app" flags=(unconfined) {\n  userns,\n}\n' | sudo tee /etc/apparmor.d/gatehouse-app >/dev/null`,
    '  sudo apparmor_parser --replace /etc/apparmor.d/gatehouse-app',
  ]);
});

test.each([
  [clone, 'sudo sysctl kernel.unprivileged_userns_clone=1'],
  [most, 'sudo sysctl user.max_user_namespaces=15000'],
])('where %s is 0, the command that sets it is said', (path, command) => {
  expect(fixWith({ ...open, [path]: '0' })?.split('\n')).toEqual([
    'This system gives ordinary programs no user namespaces, which the sandbox of its pages needs. This allows them until the next start:',
    `  ${command}`,
  ]);
});
