// What the page Agents says, in German: who works with which account, what is reserved of it, and who waits.
import { once } from '../once.ts';
import type { agentsMessages as english } from '../en/agents.ts';
import type { Texts } from '../texts.ts';
import { localeOf } from '../locale.ts';
import type { AccountRoomView, AgentView, WaitingAgentView } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { minuteMs } from '../units.ts';
import { ago, around, durationUntil, roughly } from './time.ts';
import { counted, form, percent } from './words.ts';

const shortened = once(
  () => new Intl.NumberFormat(localeOf('de'), { notation: 'compact', maximumFractionDigits: 1 }),
);

const priorities: Readonly<Record<AgentView['priority'], string>> = {
  interactive: 'Interaktiv',
  normal: 'Normal',
  background: 'Hintergrund',
};

function figure({ unit, value }: AgentView['amount']): string {
  return unit === 'percent'
    ? percent(value)
    : `${shortened().format(value)} ${form(value, 'Token', 'Tokens')}`;
}

/** In whole minutes that have passed; null before the first. */
function elapsed(since: number, now: number): string | null {
  const minutes = Math.floor((now - since) / minuteMs);
  return minutes < 1 ? null : durationUntil(minutes * minuteMs, 0);
}

function since(at: number, now: number): string {
  const words = elapsed(at, now);
  return words === null ? 'Gerade gestartet' : `Seit ${words}`;
}

function waitingSince(at: number, now: number): string {
  const words = elapsed(at, now);
  return words === null ? 'gerade gekommen' : `wartet seit ${words}`;
}

/** Short statements. */
function roomParts(room: AccountRoomView, isMetered: boolean): readonly string[] {
  const { leftPercent, outstandingPercent, running, concurrent } = room;
  const agents = `${running} von ${counted(concurrent, 'Agent', 'Agenten')}`;
  // As on the cards: what is not used up entirely is not 0 %. A tenth is what can be told apart.
  const left = leftPercent === null ? null : Math.max(0, Math.ceil(Math.round(leftPercent * 10) / 10));
  const known = left === null ? 'Was übrig ist, ist unbekannt' : `${percent(left)} übrig`;
  return [
    isMetered ? known : 'Abrechnung nach Verbrauch',
    outstandingPercent > 0 ? `${percent(outstandingPercent)} reserviert, ${agents}` : agents,
  ];
}

/** What the lease ends with. */
function livesWith({ livesWith: kind, pid, expiresAt }: AgentView, now: number): string {
  if (kind === 'process') return pid === null ? 'solange sein Prozess läuft' : `solange Prozess ${pid} läuft`;
  if (kind === 'stream' || expiresAt === null) return 'solange die Verbindung steht';
  return expiresAt <= now
    ? 'hat sich nicht rechtzeitig gemeldet'
    : `bis ${around(expiresAt, now)}, wenn er sich nicht meldet`;
}

function reserved({ amount, used }: AgentView): string {
  if (amount.value <= 0) return 'Nichts reserviert';
  return used <= 0
    ? `${figure(amount)} reserviert, noch keine Nutzung gemeldet`
    : `${figure({ unit: amount.unit, value: used })} von reservierten ${figure(amount)} genutzt`;
}

function expected(etaAt: number | null, now: number): string {
  if (etaAt === null) return 'wann, ist ungewiss';
  return etaAt <= now ? 'jeden Moment dran' : `dran ${roughly(etaAt, now)}`;
}

export const agentsMessages: Texts<typeof english> = {
  agentsPageEffect:
    'Wer gerade mit welchem Konto arbeitet und wie viel vom Kontingent dafür freigehalten wird.',
  readingAgents: 'Es wird gelesen, wer gerade arbeitet…',
  agentsSummary: (atWork: number, waiting: number): string =>
    all().format([
      atWork === 0
        ? 'Kein Agent arbeitet'
        : `${counted(atWork, 'Agent', 'Agenten')} ${form(atWork, 'arbeitet', 'arbeiten')}`,
      ...(waiting === 0 ? [] : [`${waiting} ${form(waiting, 'wartet', 'warten')}`]),
    ]),
  agentsAsOf: (at: number, now: number): string => `Stand: ${ago(at, now)}`,

  rooms: 'Konten',
  roomsEffect: 'Gestreift: für Agenten reserviert. Was sie nicht verbrauchen, ist danach wieder frei.',
  roomParts,
  roomSpent: 'Aufgebraucht',
  roomReserved: 'Alles reserviert',
  moreRooms: (count: number): string => counted(count, 'weiteres Konto', 'weitere Konten'),
  accountAt: (provider: string, account: string): string => `${provider} · ${account}`,

  agentsAtWork: 'Bei der Arbeit',
  nobodyAtWork: 'Gerade arbeitet kein Agent.',
  agentSince: since,
  agentLivesWith: livesWith,
  agentTask: (task: string): string => `Aufgabe: ${task}`,
  agentReserved: reserved,
  agentReservedFor: (label: string): string => `Für ${label} reserviert`,
  takeBack: 'Entziehen',
  /** Two agents may have one label. */
  agentNamed: ({ label, pid }: AgentView, account: string): string =>
    pid === null ? `${label} (${account})` : `${label} (Prozess ${pid})`,
  takeBackNamed: (agent: string): string => `${agent} das Konto entziehen`,
  takeBackQuestion: (agent: string): string => `${agent} das Konto entziehen?`,
  takeBackEffect:
    'Das Programm läuft weiter, bekommt aber keine Schlüssel mehr von Gatehouse; was reserviert ist, wird wieder frei.',
  takingBack: 'Wird entzogen…',

  agentsWaiting: 'Wartend',
  placeInLine: (position: number): string => `Platz ${position} in der Reihe`,
  priority: (priority: WaitingAgentView['priority']): string => priorities[priority],
  waitingSince,
  waitingExpected: expected,

  tryAgents:
    'Ein Agent ist ein Programm, das mit einem deiner Konten arbeitet. Starte es über Gatehouse, dann bekommt es das ' +
    'richtige Konto und einen Teil des Kontingents, den sonst niemand nimmt:',
  tryCommand: 'gatehouse run -- claude',
  tryCommandName: 'Befehl, der einen Agenten startet',
};
