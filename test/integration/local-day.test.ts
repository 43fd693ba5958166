// The clock on the wall of a computer that is taken along: a process that stays goes by the zone it is in now.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { withMounts } from '../fakes/mounts.ts';

const adapter = new URL('../../main/adapters/node/local-day.ts', import.meta.url).href;

/**
 * Begins in Berlin, is taken to Tokyo, and says the hour there of noon in London, before and after it has looked: by the clock,
 * and since the day began.
 */
const journey = `
  import { rmSync, symlinkSync } from 'node:fs';
  import { localDayOf, localMinute, lookAtTimeZone } from ${JSON.stringify(adapter)};
  const noon = Date.UTC(2026, 10, 24, 12);
  const moveTo = (zone) => {
    rmSync('/etc/localtime', { force: true });
    symlinkSync('/usr/share/zoneinfo/' + zone, '/etc/localtime');
  };
  const hoursNow = () => [localMinute(noon) / 60, (noon - localDayOf(noon).start) / 3_600_000];
  const hours = [hoursNow()];
  moveTo('Asia/Tokyo');
  hours.push(hoursNow());
  lookAtTimeZone();
  hours.push(hoursNow());
  process.stdout.write(JSON.stringify(hours));
`;

function hoursOnTheWay(environment: NodeJS.ProcessEnv): unknown {
  const [program = '', ...words] = withMounts ?? [];
  const begin =
    'mount -t tmpfs tmpfs /etc && ln -s /usr/share/zoneinfo/Europe/Berlin /etc/localtime && exec "$@"';
  const node = [process.execPath, '--input-type=module', '--eval', journey];
  const { TZ: _TZ, ...rest } = process.env;
  const answer = execFileSync(program, [...words, 'sh', '-c', begin, 'sh', ...node], {
    encoding: 'utf8',
    env: { ...rest, ...environment },
  });
  return JSON.parse(answer);
}

test.skipIf(withMounts === undefined)('the zone is looked at anew; one that the person has set stays', () => {
  expect([hoursOnTheWay({}), hoursOnTheWay({ TZ: 'America/New_York' })]).toEqual([
    [
      [13, 13],
      [13, 13],
      [21, 21],
    ],
    [
      [7, 7],
      [7, 7],
      [7, 7],
    ],
  ]);
});
