// What a German reader gets: every text is there, is German, and is about the same thing as the English one.
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../main/domain/alert-policy.ts';
import { noticeText } from '../../../main/domain/alert-words.ts';
import { describeFailure } from '../../../main/domain/failure-words.ts';
import { failureCodes } from '../../../main/domain/failure.ts';
import { findingKinds, findingOf } from '../../../main/domain/finding.ts';
import { findingWords, repairLabel } from '../../../main/domain/finding-words.ts';
import { decisionLabel, handOutQuestion } from '../../../main/domain/hand-out-question.ts';
import { handOutNotice, ruleQuestion, unlockQuestion } from '../../../main/domain/hand-out-words.ts';
import { hookEvents } from '../../../main/domain/hook-event.ts';
import { hookQuestions } from '../../../main/domain/hook-words.ts';
import { providerId } from '../../../main/domain/ids.ts';
import { selectionWords } from '../../../main/domain/selection-words.ts';
import { claudeEntry, knownWindow, noonMs, openaiEntry } from '../../fakes/accounts.ts';

const subject = 'The Subject';
const aboutTheApp = (code: string): boolean =>
  code.startsWith('broker/') || code === 'app/safe-mode' || code === 'internal';

describe.each(failureCodes)('%s in German', (code) => {
  const { what, next } = describeFailure({ code, subject }, 'de');
  const english = describeFailure({ code, subject });

  test('is a German sentence about the same thing, with a next step', () => {
    expect({
      isTranslated: what !== english.what && next !== english.next,
      isSentence: /^\S.*\.$/.test(what),
      names: what.includes(aboutTheApp(code) ? 'Gatehouse' : subject),
      hasNext: /^[A-ZÄÖÜ].{8,}(?:\.|: gatehouse [a-zA-Z -]+)$/.test(next),
    }).toEqual({ isTranslated: true, isSentence: true, names: true, hasNext: true });
  });

  test('names the same commands and options', () => {
    const typed = (text: string) => (text.match(/--[a-z-]+|gatehouse [a-z]+/g) ?? []).toSorted();
    expect(typed(next)).toEqual(typed(english.next));
  });
});

test('a failure without a subject speaks of the provider, and a known detail is German too', () => {
  expect(describeFailure({ code: 'network/offline', detail: 'a web page' }, 'de')).toEqual({
    what: 'Anbieter (ohne Namen) ist nicht erreichbar. (eine Webseite)',
    next: 'Prüfe die Verbindung oder den Proxy; Gatehouse versucht es von selbst wieder.',
  });
});

test.each(findingKinds)('the finding %s is a German sentence about the same place', (kind) => {
  const where = '/home/ada/the-place';
  const both = ['', 'the-detail'].map((detail) => {
    const finding = findingOf({ kind, where, ...(detail !== '' && { detail }) });
    const [german, english] = [findingWords(finding, 'Codex', 'de'), findingWords(finding, 'Codex')];
    return {
      isTranslated: german.what !== english.what && german.next !== english.next,
      isSentence: german.what.endsWith('.') && `${german.what} ${german.next}`.includes(where),
      hasDetail: german.what.includes('the-detail'),
      hasNext: german.next.length > 8,
    };
  });
  const told = { isTranslated: true, isSentence: true, hasNext: true };
  expect(both).toEqual([
    { ...told, hasDetail: false },
    { ...told, hasDetail: true },
  ]);
});

test('repairs are labelled in German', () => {
  expect([
    repairLabel({ kind: 'close', path: '/home/ada/x' }, 'de'),
    repairLabel({ kind: 'write-anew', file: 'x' }, 'de'),
    repairLabel({ kind: 'accept-write', file: 'x', at: 0 }, 'de'),
  ]).toEqual(['Nur mich lesen lassen', 'Neu schreiben', 'Das ist so gewollt']);
});

const { account } = openaiEntry();
const hour = 3_600_000;
const window = knownWindow({
  id: 'five-hour',
  label: '5-hour',
  usedPercent: 86.9,
  resetsAt: noonMs + 2 * hour + 600_000,
});
const note = { account: account.id, about: 'x', mark: 'x', period: null, isWaiting: true };
const base = { account: account.id, note };
const threshold = (thresholdPercent: number): Alert => ({
  ...base,
  kind: 'threshold',
  window,
  thresholdPercent,
});
const alerts: readonly Alert[] = [
  threshold(80),
  threshold(100),
  { ...base, kind: 'forecast', window, usedUpAt: noonMs + 45 * 60_000 },
  { ...base, kind: 'reset-soon', window, resetsAt: noonMs + 299_000 },
  { ...base, kind: 'reset', window },
  { ...base, kind: 'sign-in-ends', days: 3, endsAt: noonMs + 60 * hour },
  { ...base, kind: 'sign-in-ends', days: 1, endsAt: noonMs + hour },
  { ...base, kind: 'sign-in-ends', days: 1, endsAt: noonMs },
  { ...base, kind: 'switched', reason: 'In Gebrauch: OpenAI.' },
  { ...base, kind: 'plan-changed', change: 'ended', before: { plan: 'plus' }, after: { plan: 'free' } },
  { ...base, kind: 'plan-changed', change: 'smaller', before: { plan: 'pro' }, after: { plan: 'plus' } },
];
const notice = (...told: readonly Alert[]) =>
  noticeText(told, () => ({ provider: 'OpenAI', account: account.label }), noonMs, 'de');

test('a notice says in German what, of which provider and account, and how long still', () => {
  expect(alerts.map((alert) => notice(alert))).toEqual([
    {
      title: 'OpenAI: Kontingent „5 Stunden“ zu 86\u00A0% genutzt',
      body: 'ada@example.test · erneuert sich in 2 Std. 10 Min.',
    },
    {
      title: 'OpenAI: Kontingent „5 Stunden“ aufgebraucht',
      body: 'ada@example.test · erneuert sich in 2 Std. 10 Min.',
    },
    {
      title: 'OpenAI: Kontingent „5 Stunden“ in etwa 45 Min. aufgebraucht',
      body: 'ada@example.test · erneuert sich in 2 Std. 10 Min.',
    },
    { title: 'OpenAI: Kontingent „5 Stunden“ erneuert sich in 5 Min.', body: 'ada@example.test' },
    { title: 'OpenAI: Kontingent „5 Stunden“ hat sich erneuert', body: 'ada@example.test' },
    { title: 'OpenAI: Die Anmeldung endet in 3 Tagen', body: 'ada@example.test' },
    { title: 'OpenAI: Die Anmeldung endet binnen eines Tages', body: 'ada@example.test' },
    { title: 'OpenAI: Die Anmeldung ist abgelaufen', body: 'ada@example.test' },
    { title: 'Zu OpenAI gewechselt', body: 'In Gebrauch: OpenAI.' },
    { title: 'OpenAI: Der bezahlte Plan ist abgelaufen', body: 'ada@example.test' },
    { title: 'OpenAI: Der Plan ist kleiner geworden', body: 'ada@example.test' },
  ]);
});

test('several alerts are one German notice', () => {
  const four = [threshold(95), threshold(95), threshold(95), threshold(95)];
  const line = 'OpenAI: Kontingent „5 Stunden“ zu 86\u00A0% genutzt (ada@example.test)\n';
  expect([notice(...four, ...alerts.slice(4, 5)), notice(threshold(100), threshold(100)).title]).toEqual([
    { title: '5 Neuigkeiten zu deinen Abos', body: `${line.repeat(3)}und 2 weitere` },
    '2 Kontingente sind aufgebraucht',
  ]);
});

test('what serves and why is a German sentence', () => {
  const [claude, openai] = [providerId('claude'), providerId('openai')];
  const labelOf = (id: string): string => (id === claude ? 'Claude' : 'OpenAI');
  const chosen = { kind: 'chosen', provider: openai, path: [], quotaKnown: false } as const;
  const none = { kind: 'none', preferred: claude, because: 'used-up', path: [] } as const;
  expect([
    selectionWords({ ...chosen, insteadOf: { provider: claude, because: 'used-up' } }, labelOf, 'de'),
    selectionWords({ ...none, fallbackOff: true }, labelOf, 'de'),
    selectionWords({ ...none, fallbackOff: false }, labelOf, 'de'),
  ]).toEqual([
    'In Gebrauch: OpenAI (Kontingent unbekannt), weil Claude aufgebraucht ist.',
    'Nichts ist nutzbar: Claude ist aufgebraucht, und das Ausweichen ist ausgeschaltet. Erlaube es in den Einstellungen, um weiterzumachen.',
    'Nichts ist nutzbar: Claude ist aufgebraucht. Warte, bis es sich erneuert, oder melde dich mit einem anderen Konto an.',
  ]);
});

test('the question whether a program may have a key is asked in German', () => {
  const asked = {
    program: '/usr/bin/review',
    interpreter: '/usr/bin/python3',
    reader: 'Other tools',
    account: 'ada@example.test',
    provider: 'Claude',
    canKeep: false,
  };
  const question = handOutQuestion(asked, 'de');
  expect([question, question.decisions.map((each) => decisionLabel(each, 'de'))]).toEqual([
    {
      message: 'review einen Schlüssel von Claude: ada@example.test geben?',
      detail: [
        'Programm: /usr/bin/review',
        'Ausgeführt von: /usr/bin/python3',
        'Schlüssel für: Andere Programme',
        'Konto: ada@example.test',
        '',
        'Wer den Schlüssel hat, kann dieses Konto nutzen, bis der Schlüssel abläuft.',
        'Gatehouse kann dieses Programm nicht von anderen unterscheiden und fragt deshalb jedes Mal.',
      ].join('\n'),
      decisions: ['denied', 'once'],
    },
    ['Ablehnen', 'Nur dieses Mal'],
  ]);
});

test('the other questions and the notice of a key are German too', () => {
  const { account: claude } = claudeEntry({ organization: 'Lamps' });
  expect([
    handOutNotice({ program: undefined, account: claude, provider: 'Claude', language: 'de' }),
    ruleQuestion(true, '/bin/x', 'ada', 'de').title,
    ruleQuestion(false, '/bin/x', 'ada', 'de').title,
    unlockQuestion('de').confirm,
    hookEvents.map((event) => hookQuestions.de.question(event)),
  ]).toEqual([
    {
      title: 'Claude: ein Schlüssel wurde herausgegeben',
      body: 'Ein unbekanntes Programm hat zum ersten Mal den Schlüssel von API key …wxyz (Lamps) bekommen. Regeln: gatehouse allow list',
    },
    'Darf dieses Programm den Schlüssel immer haben?',
    'Bei diesem Programm wieder fragen?',
    'Entsperren',
    [
      'Dieses Programm immer ausführen, wenn ein Kontingent zur Neige geht?',
      'Dieses Programm immer ausführen, wenn ein Kontingent aufgebraucht ist?',
      'Dieses Programm immer ausführen, wenn ein Kontingent sich erneuert?',
      'Dieses Programm immer ausführen, wenn ein anderes Konto in Gebrauch kommt?',
      'Dieses Programm immer ausführen, wenn eine Anmeldung bald endet?',
    ],
  ]);
});
