// The client and the examples in docs/client against the real service on a real socket; and their types against ours.
import { execFile, spawnSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import * as client from '../../docs/client/gatehouse-client.ts';
import type * as said from '../../docs/client/gatehouse-types.ts';
import type {
  GrantedLease,
  holdLineShape,
  LeaseAnswer,
  LeaseLine,
  leaseRequestShape,
  releasedShape,
  tokenShape,
} from '../../main/broker/protocol/leases.ts';
import type { ServiceEvent } from '../../main/broker/protocol/oversight.ts';
import type { failureShape, QuotaAnswer, Status } from '../../main/broker/protocol.ts';
import { Failure } from '../../main/domain/failure.ts';
import { agentService, type AgentService } from '../fakes/agent-service.ts';
import { exampleQuota, exampleStatus } from '../fakes/broker.ts';
import { exampleAgentId, exampleLease, exampleLeaseId } from '../fakes/broker-leases.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const examples = join(import.meta.dirname, '../../docs/client');
const run = promisify(execFile);

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Variables by which a program finds the service as on a person's computer. */
async function environmentOf({ folder }: AgentService): Promise<Record<string, string>> {
  const share = await temporaryFolder();
  await symlink(folder, join(share, 'gatehouse'));
  return { PATH: process.env['PATH'] ?? '', XDG_DATA_HOME: share };
}

type Sent<Shape extends z.ZodMiniType> = z.output<Shape>;
/** Both ways: nobody says more than the other, and nobody says it otherwise. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : never) : never;
/** The client names a part of it. */
type Part<Whole, Named> = [Whole] extends [Named] ? true : never;
type Told<Answer> = Omit<Answer, 'schema'>;

test('the client says of every answer what the service says, or less', () => {
  // The compiler refuses a `true` where the two differ.
  const agreed: [
    Same<LeaseAnswer, said.Lease>,
    Same<Told<GrantedLease>, said.GrantedLease>,
    Same<LeaseLine['type'], said.LeaseLine['type']>,
    Part<LeaseLine, said.LeaseLine>,
    Same<Sent<typeof holdLineShape>, said.HoldLine>,
    Same<Told<Sent<typeof releasedShape>>, said.Released>,
    Same<Told<Sent<typeof tokenShape>>, said.Token>,
    Same<ServiceEvent, said.ServiceEvent>,
    Part<Sent<typeof failureShape>, said.Refusal>,
    Part<Status, said.Status>,
    Part<QuotaAnswer, said.Quota>,
    Same<keyof said.LeaseWish | 'wait', keyof Sent<typeof leaseRequestShape>>,
    Part<Required<said.LeaseWish>, Sent<typeof leaseRequestShape>>,
  ] = [true, true, true, true, true, true, true, true, true, true, true, true, true];
  expect(agreed).not.toContain(false);
});

async function all<Line>(lines: AsyncIterable<Line>): Promise<readonly Line[]> {
  const heard: Line[] = [];
  for await (const line of lines) heard.push(line);
  return heard;
}

/** What is thrown, as plain data. */
async function refused(work: Promise<unknown>): Promise<unknown> {
  const thrown: unknown = await work.then(
    () => 'nothing',
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof client.GatehouseError)) return thrown;
  const { code, subject, detail, retryAt, figures } = thrown;
  return { code, subject, detail, retryAt, figures };
}

describe('the client', () => {
  test('finds the app, and asks for everything there is', async () => {
    const service = await agentService();
    const gatehouse = client.connect(client.findPlace(await environmentOf(service)));
    const queued: said.Queued[] = [];
    const answers = [
      await gatehouse.status(),
      await gatehouse.quota(),
      (await gatehouse.lease({ label: 'nightly', estimate: { unit: 'percent', value: 5 } })).lease,
      (await gatehouse.leaseWaiting({ label: 'later' }, { queued: (line) => queued.push(line) })).lease,
      await gatehouse.heartbeat(exampleLeaseId),
      (await gatehouse.use(exampleLeaseId, 2.5)).used,
      await all(gatehouse.hold(exampleLeaseId)),
      await gatehouse.release(exampleLeaseId),
      await gatehouse.release(exampleLeaseId, 3),
      (await gatehouse.token('claude', { account: 'ada' })).token,
      await all(await gatehouse.events()),
    ];
    const givenBack = { schema: 1, id: exampleLeaseId, givenBack: { unit: 'percent', value: 5 } };
    const here = { holder: { kind: 'process', pid: process.pid } };
    expect([answers, queued.length, service.wishes, service.actions.asked]).toEqual([
      [
        exampleStatus,
        exampleQuota,
        exampleLease,
        exampleLease,
        exampleLease,
        2.5,
        [{ type: 'held' }, { type: 'ended', how: 'released' }],
        givenBack,
        givenBack,
        'made-up-token',
        [
          { type: 'accounts', at: 5 },
          { type: 'locked', locked: true, at: 6 },
        ],
      ],
      1,
      [
        { ...here, label: 'nightly', estimate: { unit: 'percent', value: 5 } },
        { ...here, label: 'later', wait: true },
      ],
      [
        'quota',
        'lease for nightly',
        'wait for a lease for later',
        `heartbeat of ${exampleLeaseId}`,
        `2.5 used of ${exampleLeaseId}`,
        `hold ${exampleLeaseId}`,
        `release ${exampleLeaseId}`,
        `release ${exampleLeaseId} with 3 used`,
        'token of claude ada',
        'follow events',
      ],
    ]);
  });

  test('inside an agent goes by the environment of that agent', async () => {
    const { actions, socketPath, grant } = await agentService();
    const gatehouse = client.connect(
      client.findPlace({ GATEHOUSE_SOCKET: socketPath, GATEHOUSE_GRANT: grant }),
    );
    await gatehouse.heartbeat(exampleLeaseId);
    expect([actions.asked, await refused(gatehouse.lease({ label: 'another' }))]).toEqual([
      [`heartbeat of ${exampleLeaseId} by ${exampleAgentId}`],
      expect.objectContaining({ code: 'broker/not-permitted' }),
    ]);
  });

  test('says why it was refused, with the figures', async () => {
    const service = await agentService();
    const figures = { unit: 'percent', requested: 5, available: 2 };
    service.actions.leases.create = () =>
      Promise.reject(new Failure('quota/exceeded', { subject: 'Claude', retryAt: 9, figures }));
    service.actions.leaseAnswers.waiting = async function* () {
      const action = 'refuse' as const;
      yield { type: 'refused', refusal: { code: 'quota/not-found', what: 'w', next: 'n', action } };
    };
    const gatehouse = client.connect(client.findPlace(await environmentOf(service)));
    const error = { detail: undefined };
    expect([
      await refused(gatehouse.lease({ label: 'a' })),
      await refused(gatehouse.leaseWaiting({ label: 'a' })),
      await refused(gatehouse.heartbeat('none')),
    ]).toEqual([
      { ...error, code: 'quota/exceeded', subject: 'Claude', retryAt: 9, figures },
      { ...error, code: 'quota/not-found', subject: undefined, retryAt: undefined, figures: undefined },
      expect.objectContaining({ code: 'broker/no-such-lease' }),
    ]);
  });

  test('without an app says that it does not run', async () => {
    const XDG_DATA_HOME = await temporaryFolder();
    const nobody = { socketPath: join(XDG_DATA_HOME, 'x.sock'), grant: 'canary_grant' };
    expect(() => client.findPlace({ XDG_DATA_HOME })).toThrow(
      expect.objectContaining({ code: 'broker/not-running' }),
    );
    expect(await refused(client.connect(nobody).status())).toMatchObject({ code: 'broker/not-running' });
  });

  test('events that are let go before the first one is read leave no connection', async () => {
    const service = await agentService();
    const gone = Promise.withResolvers<string>();
    service.actions.oversightAnswers.events = async function* ({ signal }) {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      gone.resolve('gone');
      yield { id: 1, event: { type: 'accounts', at: 1 } };
    };
    const gatehouse = client.connect(client.findPlace(await environmentOf(service)));
    const events = await gatehouse.events();
    await events.return?.();
    expect([await gone.promise, await events.next()]).toEqual(['gone', { done: true, value: undefined }]);
  });

  test('events that are refused say so at once', async () => {
    const service = await agentService();
    const place = client.findPlace(await environmentOf(service));
    const stranger = client.connect({ ...place, grant: 'canary_other' });
    expect(await refused(stranger.events())).toMatchObject({ code: 'broker/not-granted' });
  });

  test('who has heard enough leaves, and the app sees that', async () => {
    const service = await agentService();
    const left: string[] = [];
    const untilGone = (name: string, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          left.push(name);
          resolve();
        });
      });
    const gone: Promise<void>[] = [];
    service.actions.leaseAnswers.holding = async function* ({ signal }) {
      gone.push(untilGone('hold', signal));
      yield { type: 'held' };
      await gone.at(-1);
    };
    service.actions.leaseAnswers.waiting = async function* ({ signal }) {
      gone.push(untilGone('wait', signal));
      yield { type: 'queued', position: 1, etaAt: null, reason: 'Two agents run already.' };
      await gone.at(-1);
    };
    const gatehouse = client.connect(client.findPlace(await environmentOf(service)));
    for await (const { type } of gatehouse.hold(exampleLeaseId)) if (type === 'held') break;
    const stop = new AbortController();
    const queued = (): void => {
      stop.abort();
    };
    const code = await refused(gatehouse.leaseWaiting({ label: 'a' }, { signal: stop.signal, queued }));
    await Promise.all(gone);
    expect([left.sort(), code]).toEqual([
      ['hold', 'wait'],
      expect.objectContaining({ code: 'broker/cancelled' }),
    ]);
  });
});

test.skipIf(!isThere('curl'))('the examples for curl say what they should', async () => {
  const service = await agentService();
  const { stdout } = await run('sh', [join(examples, 'curl.sh')], { env: await environmentOf(service) });
  const headings = [...stdout.matchAll(/^# .*\n(.*)/gm)].map(([, next = '']) => next.slice(0, 10));
  expect([headings, stdout.trimEnd().split('\n').at(-1), service.actions.asked]).toEqual([
    [
      '{"ok":true',
      '{"schema":',
      exampleLeaseId.slice(0, 10),
      '{"schema":',
      '{"schema":',
      '{"schema":',
      '{"failure"',
    ],
    '{"failure":{"code":"broker/no-such-lease"}} (curl ended with 22)',
    [
      'quota',
      'lease for curl',
      `heartbeat of ${exampleLeaseId}`,
      `2 used of ${exampleLeaseId}`,
      `release ${exampleLeaseId}`,
    ],
  ]);
});

test.skipIf(!isThere('python3'))('the example for Python says what it should', async () => {
  const service = await agentService();
  const { stdout } = await run('python3', [join(examples, 'example.py'), 'locked'], {
    env: await environmentOf(service),
  });
  expect([stdout.trimEnd().split('\n'), service.actions.asked]).toEqual([
    [
      `lease ${exampleLeaseId} of ${exampleLease.accountLabel} because In use: Claude.`,
      `kept until ${exampleLease.expiresAt}`,
      'given back 5 percent',
      'event accounts ',
      'event locked ',
      'refused broker/no-such-lease',
    ],
    [
      'follow events',
      'lease for python',
      `heartbeat of ${exampleLeaseId}`,
      `release ${exampleLeaseId} with 2 used`,
    ],
  ]);
});
