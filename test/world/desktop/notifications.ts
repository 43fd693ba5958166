// The notices a person has been shown: reading them, waiting for one, clicking one or one of its actions.
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { worldFolder } from '../plan.ts';
import { SessionBus, type Wait } from './bus.ts';
import { jsonLines, untilFile } from './follow.ts';

export interface Notice {
  id: number;
  app: string;
  /** Exactly as the program sent them, markup and all. */
  summary: string;
  body: string;
  actions: { key: string; label: string }[];
  hints: Record<string, unknown>;
  atMs: number;
  /** Whether it is still on the screen. */
  open: boolean;
}

const file = `${worldFolder}/notifications.jsonl`;
const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';

const Line = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('shown'),
    at: z.number(),
    id: z.number(),
    app: z.string(),
    summary: z.string(),
    body: z.string(),
    actions: z.array(z.string()),
    hints: z.record(z.string(), z.unknown()),
  }),
  z.object({ event: z.literal('closed'), id: z.number() }),
  z.object({ event: z.literal('action'), id: z.number(), key: z.string() }),
]);

/** Every notice since the world began, oldest first. */
export function notices(): Notice[] {
  const all: Notice[] = [];
  for (const line of jsonLines(file).map((entry) => Line.parse(entry))) {
    if (line.event === 'shown') {
      const { at, id, app, summary, body, hints } = line;
      closeAll(all, id);
      all.push({ id, app, summary, body, hints, actions: pairs(line.actions), atMs: at, open: true });
    } else if (line.event === 'closed') {
      closeAll(all, line.id);
    }
  }
  return all;
}

export async function waitForNotice(fits: (notice: Notice) => boolean, wait: Wait = {}): Promise<Notice> {
  return untilFile('a notice that fits', file, () => notices().find(fits), wait);
}

/** Clicks the notice itself, or with a key one of its buttons, and waits until the program has been told. */
export async function actOn(notice: Notice, key = 'default', wait: Wait = {}): Promise<void> {
  if (!notice.actions.some((action) => action.key === key)) {
    throw new Error(
      `"${notice.summary}" has no action "${key}", only ${notice.actions.map((action) => action.key).join(', ')}`,
    );
  }
  using bus = new SessionBus();
  writeFileSync(`${worldFolder}/chosen-action`, `[${String(notice.id)},${key}]`);
  await bus.call(name, path, 'org.dunstproject.cmd0', 'ContextMenuCall');
  const told = (): true | undefined =>
    jsonLines(file).some((entry) => {
      const line = Line.parse(entry);
      return line.event === 'action' && line.id === notice.id && line.key === key;
    }) || undefined;
  await untilFile(`the action "${key}" of "${notice.summary}"`, file, told, wait);
  // From its menu the daemon invokes an action and leaves the notice up; by mouse it takes it down.
  if (notice.hints['resident'] !== true) await dismiss(notice, wait);
}

export async function dismiss(notice: Notice, wait: Wait = {}): Promise<void> {
  using bus = new SessionBus();
  await bus.call(name, path, name, 'CloseNotification', 'u', [notice.id]);
  const closed = (): true | undefined =>
    notices().every(({ id, open }) => id !== notice.id || !open) || undefined;
  await untilFile(`the end of "${notice.summary}"`, file, closed, wait);
}

function closeAll(all: Notice[], id: number): void {
  for (const notice of all) if (notice.id === id) notice.open = false;
}

function pairs(actions: string[]): Notice['actions'] {
  const found: Notice['actions'] = [];
  for (let place = 0; place + 1 < actions.length; place += 2)
    found.push({ key: actions[place] ?? '', label: actions[place + 1] ?? '' });
  return found;
}
