// The words of `serve` in its help.
import { example } from './messages.ts';

export const serveMessages = {
  about: 'run the service without tray and window, for SSH and systemd, until Ctrl-C',
  quiet: 'say nothing but failures, and questions that wait for an answer',
  exitCodes:
    'Exit codes: 0 ended by Ctrl-C, a signal or gatehouse quit, 1 could not start, 2 usage,\n6 refused, or Gatehouse runs already.',
  example: example('gatehouse serve', 'gatehouse serve --quiet &'),
} as const;
