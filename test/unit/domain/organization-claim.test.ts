// The organisation of a token is named only where the claims tell which one it is.
import { expect, test } from 'vitest';
import { organizationIn } from '../../../main/domain/organization-claim.ts';

const personal = { id: 'org-1', title: 'Personal', is_default: true };
const harbour = { id: 'org-2', title: ' Harbour Works ', is_default: false };
const mill = { id: 'org-3', title: 'Mill' };

test.each<[string, unknown, string | undefined]>([
  ['the named one', { organization_id: 'org-2', organizations: [personal, harbour] }, 'Harbour Works'],
  ['the usual one where none is named', { organizations: [harbour, personal] }, 'Personal'],
  [
    'the usual one where the named one is not listed',
    { organization_id: 'org-9', organizations: [mill, personal] },
    'Personal',
  ],
  ['the only one', { organizations: [mill] }, 'Mill'],
  ['none of several that nothing tells apart', { organizations: [harbour, mill] }, undefined],
  ['none of an empty list', { organizations: [] }, undefined],
  ['none where there is no list', { organization_id: 'org-1' }, undefined],
  ['none where there is no claim', undefined, undefined],
  ['none without a title', { organizations: [{ id: 'org-1' }] }, undefined],
  ['none with a blank title', { organizations: [{ id: 'org-1', title: ' ' }] }, undefined],
  ['none with a title of another kind', { organizations: [{ id: 'org-1', title: 5 }] }, undefined],
  ['none with an endless title', { organizations: [{ ...mill, title: 'x'.repeat(201) }] }, undefined],
  ['none of a list of something else', { organizations: [null, 'Mill', 5] }, undefined],
])('%s', (_name, claim, expected) => {
  expect(organizationIn(claim)).toBe(expected);
});
