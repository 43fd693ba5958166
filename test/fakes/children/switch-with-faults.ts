// Makes switches of a made-up person while each file of theirs in turn cannot be written, and prints as JSON what came of
// each. Needs mounts of its own. Arguments: a folder, `ours` or `rollback` (then nothing is put back), which part of all
// (`0/4`: every fourth).
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toFailure } from '../../../main/domain/failure.ts';
import { switches, type Switch } from '../../full/support/switch-accounts.ts';
import { faults, writtenMeanwhile } from '../../full/support/switch-faults.ts';
import { differences } from '../../full/support/home-picture.ts';
import { furnishFor, openSwitcher } from '../../full/support/switcher.ts';

const [place = '', guard = '', part = '0/1'] = process.argv.slice(2);
const [first = 0, every = 1] = part.split('/').map(Number);
const [kept, folder, beside] = [join(place, 'kept'), join(place, 'now'), join(place, 'beside')];

function copy(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

/** What it changes when nothing is in its way; the folder is as before afterwards. */
async function changedBy(which: Switch): Promise<readonly string[]> {
  rmSync(folder, { recursive: true, force: true });
  await furnishFor(which, folder);
  copy(folder, kept);
  const switcher = await openSwitcher({ folder });
  await switcher.recover();
  const before = await switcher.picture();
  await switcher.carryOut(which);
  const changed = differences(before, await switcher.picture());
  await switcher.stop();
  return changed.filter((name) => name.includes('/'));
}

async function attempt(which: Switch, name: string, kind: string) {
  copy(kept, folder);
  const path = join(folder, name);
  let meanwhile: (() => Promise<void>) | undefined;
  const switcher = await openSwitcher({
    folder,
    without: guard === 'rollback' ? guard : undefined,
    beforeWrite: async () => {
      await meanwhile?.();
      meanwhile = undefined;
    },
  });
  await switcher.recover();
  const fault = await faults[kind]?.(path, beside);
  try {
    meanwhile = fault?.meanwhile;
    const isTheirs = meanwhile !== undefined;
    const before = await switcher.picture();
    const failure = await switcher.carryOut(which).then(() => undefined, toFailure);
    const changed = differences(before, await switcher.picture());
    const isKept = !isTheirs || readFileSync(path, 'utf8') === writtenMeanwhile;
    const subject = failure?.subject ?? '';
    return {
      kind,
      name,
      said: failure === undefined ? 'switched' : failure.code,
      isOld: isKept && changed.every((each) => isTheirs && each === name),
      // A folder that cannot be written keeps all of its files from it: the first is named.
      isNamed: subject === path || subject.startsWith(`${dirname(path)}/`),
      subject: subject.replace(`${folder}/`, ''),
    };
  } finally {
    await switcher.stop();
    await fault?.repair();
  }
}

const outcomes: unknown[] = [];
let turn = 0;
for (const which of switches) {
  for (const name of await changedBy(which))
    for (const kind of Object.keys(faults)) {
      if (turn % every === first) outcomes.push(await attempt(which, name, kind));
      turn += 1;
    }
}
process.stdout.write(JSON.stringify(outcomes));
