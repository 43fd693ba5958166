// The help of `completion`.
import { example } from './messages.ts';

export const completionMessages = {
  about: 'print a script that lets the shell complete the words of gatehouse',
  shell: 'the shell that is to read it',
  exitCodes: 'Exit codes: 0 ok, 2 usage.',
  example: example(
    'source <(gatehouse completion bash)',
    'source <(gatehouse completion zsh)',
    'gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish',
  ),
  complete: 'print what the completion scripts ask for, one a line',
  kind: 'what is asked for',
} as const;
