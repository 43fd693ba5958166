// What Claude Code is signed in with already: a login of its own, or an API key that it made at Anthropic's Console.
import { providerId } from '../../domain/ids.ts';
import type { Finder, FoundLogin } from '../description.ts';
import { parsedObject, textIn } from '../fields.ts';
import { claudeFolder, claudeLoginFolder, claudeNotes } from '../folders.ts';
import { keyFound, keyInEnvironment, loginFound } from '../found.ts';
import { identityOf } from './identity.ts';

const provider = providerId('claude');

export async function findLogins({ places, read }: Finder): Promise<readonly FoundLogin[]> {
  const folder = claudeFolder(places);
  const where = `${claudeLoginFolder(places)}/.credentials.json`;
  const notes = claudeNotes(places);
  const claudeJsonText = await read(notes);
  const identity = identityOf({ credentialsText: await read(where), claudeJsonText });
  return [
    ...loginFound(identity, { folder, usual: `${places.home}/.claude`, where }),
    ...keyFound(provider, textIn(parsedObject(claudeJsonText), 'primaryApiKey'), notes),
    ...keyInEnvironment(provider, places, 'ANTHROPIC_API_KEY'),
  ];
}
