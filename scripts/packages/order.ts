// What electron-builder asks its packer for, by the words of fpm's command line. What is not understood is refused, so that a
// newer electron-builder does not lose a part of a package in silence.
import { SetupFailure } from '../bootstrap/steps.mjs';

export interface PackageOrder {
  readonly target: 'deb' | 'rpm';
  /** The file to write. */
  readonly output: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly maintainer: string;
  /** Absent while the project has none: `.invalid` stands for that, because electron-builder wants one (RFC 2606). */
  readonly homepage?: string;
  readonly licence: string;
  /** One line. */
  readonly summary: string;
  readonly description: string;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Shell scripts. */
  readonly afterInstall: string;
  readonly afterRemove: string;
  /** A folder's content, where `from` ends in a slash, or a file. */
  readonly files: readonly { readonly from: string; readonly to: string }[];
}

/** Those whose value says nothing that a package here could need. */
const passedOver = new Set(['-s', '--vendor', '--category', '--deb-priority', '--rpm-os', '--log']);
const compressions: Readonly<Record<string, string>> = {
  '--deb-compression': 'xz',
  '--rpm-compression': 'xzmt',
};
const known = new Set([
  '-t',
  '-d',
  '--deb-recommends',
  '--rpm-summary',
  '--architecture',
  '--after-install',
  '--after-remove',
  '--description',
  '--version',
  '--package',
  '--name',
  '--maintainer',
  '--url',
  '--license',
]);

/** fpm takes Debian's names and translates them. */
const rpmNames: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' };

interface Words {
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly files: PackageOrder['files'];
}

function read(words: readonly string[]): Words {
  const given = new Map<string, string[]>();
  const files: { from: string; to: string }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--force') continue;
    if (!word.startsWith('-')) {
      const [from = '', to = '', ...more] = word.split('=');
      if (from === '' || !to.startsWith('/') || more.length > 0)
        throw new SetupFailure(`not a file of a package: ${word}`);
      files.push({ from, to });
      continue;
    }
    at += 1;
    const value = words[at];
    if (value === undefined) throw new SetupFailure(`${word} has no value`);
    if (passedOver.has(word)) continue;
    const compression = compressions[word];
    if (compression !== undefined && compression !== value)
      throw new SetupFailure(`${word} is ${compression} here, not ${value}`);
    if (compression !== undefined) continue;
    if (!known.has(word)) throw new SetupFailure(`the packer does not know ${word}`);
    given.set(word, [...(given.get(word) ?? []), value]);
  }
  return { given, files };
}

/** @throws SetupFailure for what is not understood, or missing */
export function packageOrder(words: readonly string[]): PackageOrder {
  const { given, files } = read(words);
  const one = (name: string): string => {
    const [value, ...more] = given.get(name) ?? [];
    if (value === undefined || more.length > 0) throw new SetupFailure(`the packer needs ${name} once`);
    return value;
  };
  const target = one('-t');
  if (target !== 'deb' && target !== 'rpm') throw new SetupFailure(`the packer makes no ${target}`);
  const architecture = one('--architecture');
  const description = one('--description');
  const [first = '', ...rest] = description.split('\n');
  return {
    target,
    output: one('--package'),
    name: one('--name'),
    version: one('--version'),
    architecture: (target === 'rpm' ? rpmNames[architecture] : undefined) ?? architecture,
    maintainer: one('--maintainer'),
    ...(!new URL(one('--url')).hostname.endsWith('.invalid') && { homepage: one('--url') }),
    licence: one('--license'),
    summary: target === 'rpm' ? one('--rpm-summary') : first.trim(),
    description: (target === 'rpm' ? description : rest.join('\n')).trim(),
    depends: given.get('-d') ?? [],
    recommends: given.get('--deb-recommends') ?? [],
    afterInstall: one('--after-install'),
    afterRemove: one('--after-remove'),
    files,
  };
}
