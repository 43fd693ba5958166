// What Doctor has to say of files that this app reads by itself: those that a newer version has written, pins of keys that
// cannot be understood, and a folder of provider packages that cannot be looked into.
import { readdir } from 'node:fs/promises';
import { toFailure } from '../../domain/failure.ts';
import type { ConsumerFinding } from '../../domain/finding.ts';
import type { Pins } from '../../domain/public-key-pins.ts';
import { textFiles } from './credential-files.ts';
import { codeOf, fileFailure } from './file-failure.ts';
import { besideNewer, isNewerFile } from './newer-file.ts';
import { parsePins } from './pins-file.ts';

export interface OwnFilesParts {
  /** With the latest schema that this version knows of each, and whether it goes on in a file beside one that is newer. */
  readonly versioned: readonly {
    readonly path: string;
    readonly schema: number;
    readonly goesOnBeside: boolean;
  }[];
  readonly pinsFile: string;
  /** As they were read at the start: those count until the next one. */
  readonly pins: Promise<Pins>;
  readonly packages: string;
}

/** Where there is no such folder, nobody misses one. */
const absent: readonly (string | undefined)[] = ['ENOENT', 'ENOTDIR'];

export function createOwnFiles({ versioned, pinsFile, pins, packages }: OwnFilesParts) {
  async function newerFiles(): Promise<readonly ConsumerFinding[]> {
    const found = await Promise.all(
      versioned.map(async ({ path, schema, goesOnBeside }): Promise<readonly ConsumerFinding[]> => {
        if (!(await isNewerFile(path, schema))) return [];
        const detail = `this version goes on with ${besideNewer(path, schema)}`;
        return [{ kind: 'newer-file', where: path, ...(goesOnBeside && { detail }) }];
      }),
    );
    return found.flat();
  }

  async function brokenPins(): Promise<readonly ConsumerFinding[]> {
    const broken = { kind: 'broken-pins', where: pinsFile } as const;
    try {
      const now = parsePins(await textFiles.read(pinsFile));
      if (now.kind === 'broken') return [{ ...broken, line: now.line, detail: now.detail }];
    } catch (thrown) {
      const { detail } = toFailure(thrown);
      return [{ ...broken, ...(detail !== undefined && { detail }) }];
    }
    return pins.then(
      () => [],
      () => [{ ...broken, detail: 'it has been corrected since the start' }],
    );
  }

  async function closedPackages(): Promise<readonly ConsumerFinding[]> {
    try {
      await readdir(packages);
      return [];
    } catch (thrown) {
      if (absent.includes(codeOf(thrown))) return [];
      const { detail } = fileFailure('storage/unreadable', packages, thrown);
      return [{ kind: 'closed-packages', where: packages, ...(detail !== undefined && { detail }) }];
    }
  }

  return {
    /** Never fails. */
    async look(): Promise<readonly ConsumerFinding[]> {
      return [...(await newerFiles()), ...(await brokenPins()), ...(await closedPackages())];
    },
  };
}
