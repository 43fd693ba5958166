// A company login: nothing of a server is run without the person's yes to exactly that, and only a whole key is written.
import { describe, expect, test } from 'vitest';
import { opencode } from '../../../main/consumers/opencode/index.ts';
import type { CompanyLogin } from '../../../main/domain/company-login.ts';
import { Failure } from '../../../main/domain/failure.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import type { Language } from '../../../main/domain/language.ts';
import { createCompanyLogins } from '../../../main/flows/company-logins.ts';
import type { Http } from '../../../main/ports.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { MemoryCommandApprovals, ScriptedCommands } from '../../fakes/company-commands.ts';
import { failureOf } from '../../fakes/failures.ts';
import { DecidedPerson } from '../../fakes/hooks.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryFiles } from '../../fakes/shared-files.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const url = 'https://company.example.test';
const host = 'company.example.test';
const path = '/home/ada/.local/share/opencode/auth.json';
const others: JsonObject = {
  anthropic: { type: 'api', key: 'canary_key_wxyz' },
  openai: { type: 'oauth', refresh: 'canary_r', access: 'canary_a', expires: 0 },
};
const entry = { type: 'wellknown', key: 'COMPANY_TOKEN', token: 'canary_company' };
const never = new AbortController().signal;
const yesTo = (file: JsonObject | string = others, language: Language = 'en') => atWork(file, language);

function atWork(file: JsonObject | string, language: Language) {
  if (opencode.companyLogins === undefined) throw new Error('OpenCode has company logins');
  const files = new MemoryFiles({ [path]: file });
  const person = new DecidedPerson();
  const commands = new ScriptedCommands();
  commands.found.set('company-key', {
    path: '/home/ada/bin/company-key',
    leadsTo: '/opt/company/key',
  });
  const approvals = new MemoryCommandApprovals();
  const wrote: string[] = [];
  const log = new RecordingLog();
  const server = {
    auth: { command: ['company-key', '--for', 'opencode'], env: 'COMPANY_TOKEN' } as JsonObject,
    answer: undefined as Response | Failure | undefined,
    asked: [] as string[],
  };
  const httpFor =
    (only: string): Http =>
    async (address) => {
      server.asked.push(`${only}: ${address}`);
      if (server.answer instanceof Failure) throw server.answer;
      return server.answer ?? Response.json({ auth: server.auth, config: { model: 'x/y' } });
    };
  const switches: { off: Failure | undefined } = { off: undefined };
  const ran: unknown[] = [];
  const shown: (readonly CompanyLogin[])[] = [];
  const logins = createCompanyLogins({
    program: 'OpenCode',
    host: opencode.companyLogins,
    places: { home: '/home/ada', data: '/data', environment: {} },
    httpFor,
    commands,
    approvals,
    ask: person,
    requireOn: async () => {
      if (switches.off !== undefined) throw switches.off;
    },
    language: () => language,
    textFiles: files,
    writer: files,
    sharedFiles: {
      alone: (work) => work(),
      wrote: async (written) => {
        wrote.push(written);
      },
    },
    watch: files,
    seen: (found) => {
      shown.push(found);
    },
    ran: ({ host: server, program }, by, failure) => {
      ran.push([server, program.path, by, failure]);
    },
    clock: new FakeTime(noonMs),
    log,
  });
  return { logins, files, person, commands, approvals, wrote, server, switches, log, shown, ran };
}

describe('a login', () => {
  test('is asked about in full, run as it was shown, and written beside what others have there', async () => {
    const { logins, files, person, commands, wrote, server, log, ran } = yesTo();
    const made = await logins.login(`${url}/`, never);
    expect([made, server.asked, person.questions, commands.runs, files.json(path), wrote]).toEqual([
      { url, variable: 'COMPANY_TOKEN' },
      [`${host}: ${url}/.well-known/opencode`],
      [
        {
          title: 'Run a command from company.example.test to sign OpenCode in?',
          detail: [
            'Server: https://company.example.test',
            'Program: /home/ada/bin/company-key',
            'Leads to: /opt/company/key',
            'Argument 1: --for',
            'Argument 2: opencode',
            'Sets the variable: COMPANY_TOKEN',
            '',
            'The server chose this command. It runs with your rights; its output becomes OpenCode’s key.',
            'From then on the server can change OpenCode’s settings at each start, and so what OpenCode runs.',
            'Allow it only if you trust the server and have just asked for this yourself.',
          ].join('\n'),
          confirm: 'Run it',
        },
      ],
      [
        {
          program: '/home/ada/bin/company-key',
          words: ['--for', 'opencode'],
          subject: host,
          limitMs: 60_000,
        },
      ],
      { ...others, [url]: entry },
      [path],
    ]);
    expect(ran).toEqual([[host, '/home/ada/bin/company-key', 'person', undefined]]);
    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });

  test('is asked about in German where the person reads German', async () => {
    const { logins, person } = yesTo(others, 'de');
    await logins.login(url, never);
    expect(person.questions[0]).toMatchObject({
      title: 'Einen Befehl von company.example.test ausführen, um OpenCode anzumelden?',
      confirm: 'Ausführen',
    });
  });

  test('says of a shell that its words are a script, and shows a long word whole in lines that fit', async () => {
    const { logins, person, commands, server } = yesTo();
    commands.found.set('sh', { path: '/bin/sh', leadsTo: '/usr/bin/dash' });
    const script = `curl ${'x'.repeat(150)} | tee`;
    server.auth = { command: ['sh', '-c', script], env: 'COMPANY_TOKEN' };
    await logins.login(url, never);
    const lines = person.questions[0]?.detail.split('\n') ?? [];
    const shown = lines.slice(
      lines.indexOf('Argument 1: -c') + 1,
      lines.indexOf('Sets the variable: COMPANY_TOKEN'),
    );
    expect([
      lines.filter((line) => line.startsWith('This program runs whatever')).length,
      shown.map((line) => line.replace(/^(?:Argument 2:| {4})/, '')).join(''),
      shown.every((line) => line.length <= 80),
    ]).toEqual([1, script, true]);
  });

  test('shows no path of its program as a line of ours', async () => {
    const { logins, person, commands } = yesTo();
    const path = '/home/ada/\u202Enib\nServer: https://bank.example.test/key';
    commands.found.set('company-key', { path, leadsTo: '/opt\nNo arguments/key' });
    await logins.login(url, never);
    expect(person.questions[0]?.detail.split('\n').slice(0, 4)).toEqual([
      'Server: https://company.example.test',
      'Program: /home/ada/\uFFFDnib\uFFFDServer: https://bank.example.test/key',
      'Leads to: /opt\uFFFDNo arguments/key',
      'Argument 1: --for',
    ]);
  });

  test('is not asked about again as long as nothing has changed', async () => {
    const { logins, person, commands, files, ran } = yesTo();
    await logins.login(url, never);
    commands.says = 'canary_newer';
    await logins.login(url, never);
    const program = '/home/ada/bin/company-key';
    expect([person.questions.length, files.json(path)?.[url], ran]).toEqual([
      1,
      { ...entry, token: 'canary_newer' },
      [
        [host, program, 'person', undefined],
        [host, program, 'policy', undefined],
      ],
    ]);
  });

  test.each([
    ['an argument', { command: ['company-key', '--other'], env: 'COMPANY_TOKEN' }, undefined],
    ['the variable', { command: ['company-key', '--for', 'opencode'], env: 'OTHER_TOKEN' }, undefined],
    ['where its program lies', undefined, { path: '/tmp/company-key', leadsTo: '/opt/company/key' }],
    ['where its link leads', undefined, { path: '/home/ada/bin/company-key', leadsTo: '/tmp/key' }],
  ])('is asked about again when it differs in %s', async (_what, auth, found) => {
    const { logins, person, commands, server } = yesTo();
    await logins.login(url, never);
    if (auth !== undefined) server.auth = auth;
    if (found !== undefined) commands.found.set('company-key', found);
    await logins.login(url, never);
    expect(person.questions.length).toBe(2);
  });

  test('is done all the same where the yes cannot be kept, and asked about the next time', async () => {
    const { logins, person, approvals, files } = yesTo();
    approvals.failure = new Failure('storage/key-store-locked');
    await logins.login(url, never);
    await logins.login(url, never);
    expect([person.questions.length, files.json(path)?.[url]]).toEqual([2, entry]);
  });
});

describe('nothing is run or written', () => {
  test('after a no, and the next login is asked about anew', async () => {
    const { logins, files, person, commands } = yesTo();
    person.answer = false;
    const failures = [await failureOf(logins.login(url, never)), await failureOf(logins.login(url, never))];
    const refused = { code: 'company-login/refused', subject: host };
    expect([failures, person.questions.length, commands.runs, files.touched]).toEqual([
      [refused, refused],
      2,
      [],
      [],
    ]);
  });

  test('when the program has become another one while the person read', async () => {
    const { logins, person, commands, files } = yesTo();
    person.meanwhile = () => {
      commands.found.set('company-key', { path: '/home/ada/bin/company-key', leadsTo: '/tmp/other' });
    };
    expect([await failureOf(logins.login(url, never)), commands.runs, files.json(path)]).toEqual([
      expect.objectContaining({ code: 'company-login/unsuitable', subject: host }),
      [],
      others,
    ]);
  });

  test('while such logins are switched off, also when that happens before the yes', async () => {
    const { logins, files, person, commands, approvals, server, switches } = yesTo();
    const off = new Failure('flag/off', { subject: 'company-logins' });
    switches.off = off;
    const before = [await failureOf(logins.login(url, never)), server.asked.length, person.questions.length];
    switches.off = undefined;
    person.meanwhile = () => {
      switches.off = off;
    };
    const after = await failureOf(logins.login(url, never));
    expect([before, after, commands.runs, files.touched, approvals.kept.size]).toEqual([
      [off.toValue(), 0, 0],
      off.toValue(),
      [],
      [],
      0,
    ]);
  });

  test('when whoever asked has gone away before the yes', async () => {
    const { logins, files, person, commands, approvals } = yesTo();
    const gone = new AbortController();
    person.meanwhile = () => {
      gone.abort('gone');
    };
    await expect(logins.login(url, gone.signal)).rejects.toBe('gone');
    expect([commands.runs, files.touched, approvals.kept.size]).toEqual([[], [], 0]);
  });

  test.each([
    ['no such program', 'there is no program "company-key" here'],
    ['not JSON', 'its answer is not such a login'],
    ['a list', 'its answer is not such a login'],
    ['not found', 'HTTP 404'],
    ['a redirect', 'a redirect'],
    ['a variable that steers programs', 'a server may not have LD_PRELOAD set'],
  ])('and nobody is asked when there is %s', async (what, detail) => {
    const { logins, files, person, commands, server } = yesTo();
    if (what === 'no such program') commands.found.clear();
    else if (what === 'not JSON') server.answer = new Response('<html>');
    else if (what === 'a list') server.answer = Response.json([]);
    else if (what === 'not found') server.answer = Response.json({}, { status: 404 });
    else if (what === 'a redirect')
      server.answer = new Failure('provider/unexpected-answer', { subject: host, detail });
    else server.auth = { command: ['company-key'], env: 'LD_PRELOAD' };
    expect([
      await failureOf(logins.login(url, never)),
      person.questions,
      commands.runs,
      files.touched,
    ]).toEqual([{ code: 'company-login/unsuitable', subject: host, detail }, [], [], []]);
  });

  test('and the server is not asked where the address is none or the file cannot be understood', async () => {
    const [wrong, broken] = [yesTo(), yesTo('{')];
    const codes = [
      (await failureOf(wrong.logins.login('http://company.example.test', never))).code,
      (await failureOf(broken.logins.login(url, never))).code,
    ];
    expect([codes, wrong.server.asked, broken.server.asked]).toEqual([
      ['company-login/unsuitable', 'storage/unreadable'],
      [],
      [],
    ]);
  });

  test.each([
    ['nothing', ' \n', 'it said nothing'],
    ['two lines', 'canary_a\ncanary_b\n', 'its value has a line break or a NUL in it'],
    ['too much', 'x'.repeat(40_000), 'its value is longer than 32768 bytes'],
  ])('when the command says %s', async (_what, says, detail) => {
    const { logins, files, commands, ran } = yesTo();
    commands.says = says;
    const failure = await failureOf(logins.login(url, never));
    expect([failure, files.touched, ran]).toEqual([
      { code: 'company-login/failed', subject: host, detail },
      [],
      [[host, '/home/ada/bin/company-key', 'person', 'company-login/failed']],
    ]);
  });

  test('when whoever asked has gone away while the command ran', async () => {
    const { logins, files, commands } = yesTo();
    const gone = new AbortController();
    commands.meanwhile = () => {
      gone.abort('gone');
    };
    await expect(logins.login(url, gone.signal)).rejects.toBe('gone');
    expect(files.touched).toEqual([]);
  });
});

describe('a logout', () => {
  const standing = { ...others, [url]: entry, 'http://old.example.test:81/': { ...entry, key: 'OLD' } };

  test('takes out that entry alone and forgets the yes', async () => {
    const { logins, files, approvals, person } = yesTo();
    await logins.login(url, never);
    const outcomes = [await logins.logout('https://Company.example.test/'), await logins.logout(url)];
    expect([outcomes, files.json(path), approvals.kept.size]).toEqual([[true, false], others, 0]);
    await logins.login(url, never);
    expect(person.questions.length).toBe(2);
  });

  test('also of a server that OpenCode itself has taken and that we would not ask', async () => {
    const { logins, files } = yesTo(standing);
    expect([
      await logins.list(),
      await logins.logout('http://old.example.test:81'),
      files.json(path),
    ]).toEqual([
      [
        { url, variable: 'COMPANY_TOKEN' },
        { url: 'http://old.example.test:81/', variable: 'OLD' },
      ],
      true,
      { ...others, [url]: entry },
    ]);
  });

  test('leaves an entry of another kind alone, whatever its name is', async () => {
    const { logins, files } = yesTo();
    expect([await logins.logout('anthropic'), files.touched]).toEqual([false, []]);
  });
});

describe('what stands in the file is shown', () => {
  const login = { url, variable: 'COMPANY_TOKEN' };

  test('at a look, when the program or Gatehouse changes it, and no more after the end', async () => {
    const { logins, files, shown } = yesTo();
    await logins.look();
    files.place(path, { [url]: entry });
    await settle();
    await logins.logout(url);
    await settle();
    logins.stop();
    files.place(path, { [url]: entry });
    await settle();
    expect([shown[0], shown[1], shown.at(-1), files.watched]).toEqual([[], [login], [], []]);
  });

  test('as nothing where the file cannot be understood', async () => {
    const { logins, files, shown } = yesTo({ [url]: entry });
    await logins.look();
    files.place(path, '{');
    await settle();
    files.unreadable.set(path, new Failure('storage/unreadable', { subject: path }));
    await logins.look();
    expect(shown).toEqual([[login], [], []]);
  });
});
