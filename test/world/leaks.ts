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

/** By these an agent is given a key, where its program knows no other way to one (design §10). */
const keyVariables =
  /^(?:ANTHROPIC_API_KEY|CLAUDE_API_KEY|CLAUDE_CODE_OAUTH_TOKEN|OPENAI_API_KEY|CODEX_API_KEY|OPENCODE_AUTH_CONTENT|GEMINI_API_KEY|COPILOT_GITHUB_TOKEN)=/;

/**
 * The variables of a process without the key that it was handed over on purpose: an agent's, who has a lease beside it.
 * Whether one is seen is chance, so the rule has to be here and not with whoever starts it.
 */
function withoutHandedOver(environ: string): string {
  const entries = environ.split('\0');
  if (!entries.some((entry) => entry.startsWith('GATEHOUSE_LEASE='))) return environ;
  return entries.filter((entry) => !keyVariables.test(entry)).join('\0');
}

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
  const report = findSecrets(pattern, { folders: ['/tmp'], except, variablesToSearch: withoutHandedOver });
  for (const { place, text } of seen) {
    searchText(place, place.endsWith('/environ') ? withoutHandedOver(text) : text, pattern, report);
  }
  return report;
}
