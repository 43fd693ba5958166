// The one account of a broker process: a Claude subscription whose keys any program may have.
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { claudeId, openaiEntry } from '../../fakes/accounts.ts';

export const fullAccount = openaiEntry(
  { id: accountId('claude:user-1'), provider: claudeId, plan: 'max' },
  { destinations: ['claude-code', 'code'].map(consumerId) },
);
