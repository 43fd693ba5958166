// The page Agents to draw: who works, who waits, and what is left of their accounts.
import type { AccountRoomView, AgentsView, AgentView, WaitingAgentView } from '../../../preload/view.ts';
import { anna, claude, keyAccount, lin, minute, noon, openAi, viewOf } from './views.ts';

export const review: AgentView = {
  id: 'agent-1',
  label: 'claude',
  program: 'Claude Code',
  task: 'review',
  provider: 'claude',
  account: lin.id,
  accountLabel: lin.label,
  pid: 4711,
  livesWith: 'process',
  priority: 'normal',
  amount: { unit: 'percent', value: 12 },
  used: 3,
  since: noon - 12 * minute,
  expiresAt: null,
};
export const batch: AgentView = {
  ...review,
  id: 'agent-2',
  label: 'nightly.sh',
  program: null,
  task: null,
  provider: 'openai',
  account: anna.id,
  accountLabel: anna.label,
  pid: null,
  livesWith: 'heartbeat',
  priority: 'background',
  amount: { unit: 'tokens', value: 250_000 },
  used: 0,
  since: noon - 90 * minute,
  expiresAt: noon + 40 * minute,
};
export const held: AgentView = {
  ...batch,
  id: 'agent-3',
  label: 'codex',
  program: 'Codex',
  livesWith: 'stream',
  expiresAt: null,
  amount: { unit: 'percent', value: 0 },
  since: noon,
};
export const linRoom: AccountRoomView = {
  account: lin.id,
  provider: 'claude',
  label: lin.label,
  leftPercent: 64,
  outstandingPercent: 12,
  running: 3,
  concurrent: 8,
};
export const annaRoom: AccountRoomView = {
  ...linRoom,
  account: anna.id,
  provider: 'openai',
  label: anna.label,
  leftPercent: null,
  outstandingPercent: 0,
  running: 1,
};
export const next: WaitingAgentView = {
  label: 'codex',
  priority: 'interactive',
  position: 1,
  since: noon - 2 * minute,
  etaAt: noon + 15 * minute,
};
export const second: WaitingAgentView = {
  ...next,
  label: 'aider',
  priority: 'background',
  position: 2,
  etaAt: null,
};

export const working: AgentsView = {
  agents: [batch, review, held],
  waiting: [next, second],
  accounts: [linRoom, annaRoom],
};
export const nobody: AgentsView = { agents: [], waiting: [], accounts: [] };

export const ofAgents = (...agents: readonly AgentView[]): AgentsView => ({ ...nobody, agents });
export const ofRooms = (...accounts: readonly AccountRoomView[]): AgentsView => ({ ...nobody, accounts });

export const signedIn = viewOf([claude({ accounts: [lin, keyAccount] }), openAi({ accounts: [anna] })]);
export const takeReview = 'Take back from claude (process 4711)';
export const takeBatch = `Take back from nightly.sh (OpenAI · ${anna.label})`;
