// One good request for each route of the local service, by method and path as the table has them.
import { exampleCompany } from './broker-company-logins.ts';
import { exampleAgentId, exampleLeaseId } from './broker-leases.ts';
import { lineFinding, repairedLine } from './broker-doctor.ts';
import { terminalWith } from './doctor.ts';

export interface ExampleRequest {
  /** With its parameters filled in; as in the table when left out. */
  readonly path?: string;
  readonly body?: object;
}

const terminal = terminalWith({ set: [], folder: '/home/ada' });
const passphrase = 'canary_passphrase';
const lease = `/v1/leases/${exampleLeaseId}`;
const wish = { label: 'claude', holder: { kind: 'heartbeat' } };
const hook = { event: 'quota_low', program: '/home/ada/tell' };

export const exampleRequests: Readonly<Record<string, ExampleRequest>> = {
  'GET /health': {},
  'GET /openapi.json': {},
  'GET /metrics': {},
  'POST /v1/app/open': { body: { page: 'history' } },
  'POST /v1/app/quit': {},
  'GET /v1/status': {},
  'GET /v1/providers': {},
  'GET /v1/accounts': {},
  'GET /v1/quota': {},
  'POST /v1/quota': { body: { now: true } },
  'POST /v1/sign-outs': { body: { provider: 'openai' } },
  'POST /v1/sign-ins': { body: { provider: 'openai' } },
  'POST /v1/sign-ins/paste': { body: { provider: 'openai', pasted: 'http://localhost/callback' } },
  'POST /v1/logins': { body: {} },
  'POST /v1/logins/take': { body: {} },
  'POST /v1/migrations': { body: { dryRun: true } },
  'POST /v1/backups': { body: { passphrase } },
  'POST /v1/restores': { body: { sealed: 'x', passphrase, force: false, settings: false } },
  'GET /v1/files': {},
  'POST /v1/files/choose': { body: { file: 'codex-auth', on: true } },
  'POST /v1/files/preview': { body: { file: 'codex-auth' } },
  'POST /v1/files/history': { body: {} },
  'POST /v1/files/restore': { body: {} },
  'GET /v1/key-store': {},
  'POST /v1/key-store/choose': { body: { use: 'system' } },
  'POST /v1/key-store/passphrase': { body: { passphrase } },
  'POST /v1/key-store/start-anew': { body: {} },
  'GET /v1/status-lines': {},
  'POST /v1/status-lines/set': { body: { consumer: 'claude-code', on: true } },
  'POST /v1/status-lines/preview': { body: { consumer: 'claude-code' } },
  'GET /v1/hooks': {},
  'POST /v1/hooks/add': { body: hook },
  'POST /v1/hooks/remove': { body: hook },
  'POST /v1/hooks/example': { body: { event: 'quota_low' } },
  'GET /v1/company-logins': {},
  'POST /v1/company-logins/login': { body: { address: exampleCompany } },
  'POST /v1/company-logins/logout': { body: { address: exampleCompany } },
  'GET /v1/packages': {},
  'POST /v1/packages/approve': { body: { name: 'acme' } },
  'POST /v1/packages/forget': { body: { name: 'acme' } },
  'GET /v1/updates': {},
  'POST /v1/updates/look': {},
  'GET /v1/flags': {},
  'POST /v1/flags/set': { body: { flag: 'company-logins', variant: 'off' } },
  'POST /v1/flags/reset': { body: { flag: 'company-logins' } },
  'GET /v1/settings/file': {},
  'POST /v1/settings/read': { body: { name: 'settings.json', text: '{}' } },
  'POST /v1/settings/apply': { body: { offer: '1' } },
  'POST /v1/settings/put-back': { body: {} },
  'GET /v1/shells': {},
  'POST /v1/shells/set': { body: { shell: 'bash', on: true } },
  'POST /v1/shells/preview': { body: { shell: 'bash' } },
  'POST /v1/doctor/look': { body: { terminal } },
  'POST /v1/doctor/preview': { body: { finding: lineFinding.id, terminal } },
  'POST /v1/doctor/fix': { body: { finding: lineFinding.id, terminal } },
  'POST /v1/doctor/undo': { body: { repair: repairedLine.id, terminal } },
  'POST /v1/switch': { body: { provider: 'openai' } },
  'POST /v1/undo': { body: {} },
  'GET /v1/rules': {},
  'POST /v1/rules': { body: { folder: '/home/ada', account: 'ada' } },
  'POST /v1/rules/remove': { body: { folder: '/home/ada' } },
  'POST /v1/leases': { body: wish },
  'POST /v1/leases/batch': { body: { mode: 'all', leases: [wish] } },
  'POST /v1/estimates': { body: { task: 'review' } },
  'GET /v1/leases': {},
  'POST /v1/leases/{id}/heartbeat': { path: `${lease}/heartbeat` },
  'POST /v1/leases/{id}/usage': { path: `${lease}/usage`, body: { used: 2 } },
  'GET /v1/leases/{id}/hold': { path: `${lease}/hold` },
  'DELETE /v1/leases/{id}': { path: lease },
  'GET /v1/agents': {},
  'DELETE /v1/agents/{id}': { path: `/v1/agents/${exampleAgentId}` },
  'POST /v1/agents/{id}/environment': { path: `/v1/agents/${exampleAgentId}/environment`, body: {} },
  'POST /auth/{provider}/token': { path: '/auth/claude/token', body: {} },
  'GET /v1/hand-outs': {},
  'POST /v1/hand-outs/rules': {
    body: { program: '/usr/bin/claude', consumer: 'claude-code', provider: 'claude', verdict: 'always' },
  },
  'POST /v1/hand-outs/questions/{id}': {
    path: '/v1/hand-outs/questions/q-1',
    body: { answer: 'once', passphrase },
  },
  'POST /v1/lock': {},
  'POST /v1/unlock': {},
  'GET /v1/audit': { path: '/v1/audit?limit=5&since=3' },
  'GET /v1/audit/verify': {},
  'GET /v1/events': {},
};
