// Notices through the operating system: over D-Bus where there is one, for buttons that Electron does not show there.
import { Notification } from 'electron/main';
import type { Log, Notice, Notifier } from '../../ports.ts';

// Provider texts and account names are shown as plain text of bounded length (reliability OS-02).
const titleLimit = 80;
const bodyLimit = 400;
const labelLimit = 40;

function plain(text: string, limit: number): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, ' ').slice(0, limit);
}

function plainNotice(notice: Notice): Notice {
  const lines = notice.body.split('\n').map((line) => plain(line, bodyLimit));
  return {
    ...notice,
    title: plain(notice.title, titleLimit),
    body: lines.join('\n').slice(0, bodyLimit),
    actions: notice.actions.map(({ label, run }) => ({ label: plain(label, labelLimit), run })),
  };
}

export interface NotifierParts {
  readonly platform: NodeJS.Platform;
  /** adapters/node/desktop-notices.ts; used on Linux. */
  readonly desktop: { show(notice: Notice): Promise<'shown' | 'nobody' | 'silent'> };
  readonly log: Pick<Log, 'warn'>;
}

/** On Linux over D-Bus, and through Electron where nobody answers there; elsewhere through Electron. */
export function createNotifier({ platform, desktop, log }: NotifierParts): Notifier {
  // Kept until closed: a notice that is collected loses its click.
  const open = new Set<Notification>();

  function showByElectron({ title, body, sound, actions, onClick }: Notice): void {
    if (!Notification.isSupported()) return;
    // Some daemons read the body as markup, and here nobody tells which.
    const safe = (text: string): string => (platform === 'linux' ? text.replaceAll(/[<>&]/g, ' ') : text);
    const notification = new Notification({
      title: safe(title),
      body: safe(body),
      silent: !sound,
      ...(platform === 'darwin' && {
        actions: actions.map(({ label }) => ({ type: 'button' as const, text: label })),
      }),
    });
    open.add(notification);
    notification.on('click', onClick);
    notification.on('action', ({ actionIndex }) => actions[actionIndex]?.run());
    notification.on('close', () => open.delete(notification));
    notification.show();
  }

  async function showOnDesktop(notice: Notice): Promise<void> {
    const delivery = await desktop.show(notice);
    // Electron's own call would wait for the same daemon, and the whole app with it.
    if (delivery === 'silent') log.warn('notice not shown', { reason: 'the notification daemon is silent' });
    if (delivery === 'nobody') showByElectron(notice);
  }

  return {
    show(notice) {
      const shown = plainNotice(notice);
      if (platform === 'linux') void showOnDesktop(shown);
      else showByElectron(shown);
    },
  };
}
