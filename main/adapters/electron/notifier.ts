// Notices through the operating system.
import { Notification } from 'electron/main';
import type { Notifier } from '../../ports.ts';

// Provider texts and account names are shown as plain text of bounded length (reliability OS-02).
const titleLimit = 80;
const bodyLimit = 200;

function plain(text: string, limit: number): string {
  return text.replaceAll(/[\p{Cc}<>&]/gu, ' ').slice(0, limit);
}

export function createNotifier(): Notifier {
  // Kept until closed: a notice that is collected loses its click.
  const open = new Set<Notification>();
  return {
    show({ title, body, onClick }) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({
        title: plain(title, titleLimit),
        body: plain(body, bodyLimit),
        silent: true,
      });
      open.add(notification);
      notification.on('click', onClick);
      notification.on('close', () => open.delete(notification));
      notification.show();
    },
  };
}
