// What Doctor finds in the files that describe providers: those that are broken, and those that the person has to look at.
import type { ConsumerFinding } from '../domain/finding.ts';
import { packagePath, type KnownPackage } from '../domain/known-package.ts';
import { packageProblemText } from '../domain/provider-package-words.ts';

/** In place of the file, which only the person changes, its approval is what can be given. */
export function packageFindings(packages: readonly KnownPackage[]): readonly ConsumerFinding[] {
  return packages.flatMap(({ file, state, label, hosts, problems }): readonly ConsumerFinding[] => {
    const where = packagePath(file);
    const [first] = problems;
    switch (state) {
      case 'ready':
      // The person has switched all of them off.
      case 'off':
        return [];
      case 'broken':
        return [
          {
            kind: 'broken-package',
            where,
            ...(first !== undefined && { line: first.line, detail: packageProblemText(first) }),
          },
        ];
      case 'missing':
        return [{ kind: 'changed-package', where, detail: 'it is not there any more' }];
      case 'changed':
      case 'unapproved':
        return [
          {
            kind: state === 'changed' ? 'changed-package' : 'unapproved-package',
            where,
            detail: [label, hosts.join(', ')].filter((part) => part !== null).join(': '),
            repair: { kind: 'approve', file },
          },
        ];
    }
  });
}
