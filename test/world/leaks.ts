// Where the sandbox's secrets may lie in a world, and the search for them everywhere else.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { browserProfile } from './desktop/browser.ts';
import { exactly, findSecrets, searchText, type LeakReport } from './desktop/secrets.ts';
import { worldFolder } from './plan.ts';
import type { SeenText } from './process-watch.ts';

/** Each with its reason: whatever is not listed may hold none, the vault included, whose entries are encrypted. */
const mayHoldSecrets: readonly string[] = [
  // Written for the clients or by them: the files in which they keep their sign-in.
  `${worldFolder}/home/.codex/auth.json`,
  `${worldFolder}/home/.codex/claude_auth.json`,
  `${worldFolder}/home/.claude/.credentials.json`,
  `${worldFolder}/home/.local/share/opencode/auth.json`,
  // Logins that their own programs keep in folders of ours.
  `${worldFolder}/home/.local/share/gatehouse/logins`,
  // What stood in such a file before Gatehouse first touched it, byte for byte.
  `${worldFolder}/home/.local/share/gatehouse/backups`,
  // The person's browser and its driver: codes are in the addresses that they visit.
  browserProfile,
  `${worldFolder}/browser`,
  // The providers, who made them.
  `${worldFolder}/sandbox`,
];

export async function issuedSecrets(control: string): Promise<string[]> {
  const answer = await fetch(`${control}/canaries`, { signal: AbortSignal.timeout(5_000) });
  return z.array(z.string()).parse(await answer.json());
}

/** Looks at every file of the world and at everything that was seen of its processes. */
export function findLeaks(secrets: readonly string[], seen: readonly SeenText[]): LeakReport {
  const pattern = exactly(secrets);
  // A dump may also fall into /tmp itself; the folders of the host that are shown there are not the world's.
  const shown = readFileSync(`${worldFolder}/plan/show`, 'utf8').split('\n');
  const except = [...mayHoldSecrets, ...shown];
  const report = findSecrets(pattern, { folders: ['/tmp'], processes: true, except });
  for (const { place, text } of seen) searchText(place, text, pattern, report);
  return report;
}
