// A notifier that remembers what it was told to show, and lets a test click it.
import type { Notice, Notifier } from '../../main/ports.ts';

export class RecordingNotifier implements Notifier {
  readonly shown: Notice[] = [];

  show(notice: Notice): void {
    this.shown.push(notice);
  }

  get texts(): readonly { title: string; body: string }[] {
    return this.shown.map(({ title, body }) => ({ title, body }));
  }

  get titles(): readonly string[] {
    return this.shown.map(({ title }) => title);
  }

  /** Presses a button of the newest notice. */
  press(label: string): void {
    const action = this.shown.at(-1)?.actions.find((each) => each.label === label);
    if (action === undefined) throw new Error(`there is no button "${label}"`);
    action.run();
  }
}
