// System browsers: one that remembers, one that cannot be opened, one that never says whether it opened.
import { Failure } from '../../main/domain/failure.ts';
import type { Browser } from '../../main/ports.ts';

export class RecordingBrowser implements Browser {
  readonly opened: string[] = [];

  async open(url: string): Promise<void> {
    this.opened.push(url);
  }
}

export const brokenBrowser: Browser = {
  open: () => Promise.reject(new Failure('sign-in/browser-failed', { subject: 'auth.example.test' })),
};

export const silentBrowser: Browser = { open: () => new Promise<void>(() => undefined) };
