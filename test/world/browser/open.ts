// Behind the xdg-open of the world: notes the URL, and hands it to the driver or fails to, as the scenario says.
import { spawn } from 'node:child_process';
import { appendFileSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { readFacts } from '../facts.ts';
import { worldFolder } from '../plan.ts';
import { askPerson } from './person.ts';

const url = process.argv[2];
if (url === undefined) {
  console.error('xdg-open: no URL was given');
  process.exit(1);
}
const { control, environment, browserScreen } = readFacts();
const { decision } = await askPerson(control, url);
appendFileSync(
  `${worldFolder}/browser/opened.jsonl`,
  `${JSON.stringify({ at: Date.now(), url, decision })}\n`,
);
if (decision === 'fail-to-open') {
  console.error('xdg-open: no method available for opening this URL');
  process.exit(3);
}
const log = openSync(`${worldFolder}/logs/browser.log`, 'a');
// The world's own environment: a caller may have given xdg-open hardly any.
const driver = spawn(process.execPath, [join(import.meta.dirname, 'driver.ts'), url], {
  detached: true,
  env: { ...environment, ...browserScreen, NODE_COMPILE_CACHE: `${worldFolder}/browser/compiled` },
  stdio: ['ignore', log, log],
});
driver.unref();
