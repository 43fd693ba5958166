// Who may do what through the local service.
import { describe, expect, test } from 'vitest';
import { actors, intents, mayDo, type Actor, type Intent } from '../../../main/domain/actor.ts';

test.each<[Actor, readonly Intent[]]>([
  ['person', intents],
  ['cli', intents],
  ['agent', ['read', 'own-agent']],
  ['policy', ['read', 'switch']],
  ['hook', ['read']],
])('%s may do what the table says, and nothing else', (actor, allowed) => {
  expect(intents.filter((intent) => mayDo(actor, intent))).toEqual(allowed);
});

test('everybody may read', () => {
  expect(actors.filter((actor) => mayDo(actor, 'read'))).toEqual(actors);
});

describe('an agent', () => {
  test.each<Intent>(['accounts', 'configure', 'start-agent', 'oversee', 'audit', 'switch', 'app'])(
    'cannot %s: its grant is for its own work alone',
    (intent) => {
      expect(mayDo('agent', intent)).toBe(false);
    },
  );
});
