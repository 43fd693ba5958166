// Another house of the service that Claude's programs are for, and somebody who has an account there.
import { accountId, providerId } from '../../main/domain/ids.ts';
import type { ProviderDescription } from '../../main/providers/description.ts';
import { claudeId, openaiEntry } from './accounts.ts';

export const house: ProviderDescription = {
  id: providerId('house'),
  label: 'The House',
  hosts: [],
  methods: [],
  standsAlone: true,
  sameServiceAs: claudeId,
};

export const eve = openaiEntry({ id: accountId('house:eve'), provider: house.id, label: 'eve' });
