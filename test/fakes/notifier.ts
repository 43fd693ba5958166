// A notifier that remembers what it was told to show.
import type { Notice, Notifier } from '../../main/ports.ts';

export class RecordingNotifier implements Notifier {
  readonly shown: Notice[] = [];

  show(notice: Notice): void {
    this.shown.push(notice);
  }

  get texts(): readonly { title: string; body: string }[] {
    return this.shown.map(({ title, body }) => ({ title, body }));
  }
}
