// Takes an API key once and passes it through the door. The key is never put into a signal, an attribute or a message.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { MethodForm, type FormProps } from './method-form.tsx';

const longestKey = 4096;

export function KeyForm(props: FormProps) {
  const { provider, method, onClosed } = props;
  const field = useRef<HTMLInputElement>(null);
  const missing = useSignal(false);
  const enter = useIntent('secret.enter');

  const send = (): void => {
    const input = field.current;
    if (input === null) return;
    const secret = input.value.trim();
    input.value = '';
    missing.value = secret === '';
    if (missing.value) return;
    void enter.send({ for: 'key', provider: provider.id, method: method.id, secret }).then((entered) => {
      if (entered) onClosed(true);
    });
  };

  return (
    <MethodForm
      {...props}
      field={field}
      secret
      label={messages.keyField}
      hint={method.hint === null ? method.standing : messages.keyHint(method.hint)}
      maxLength={longestKey}
      missing={missing.value ? messages.keyMissing : null}
      fieldMissing={missing.value}
      busy={enter.busy}
      problem={enter.problem}
      sendLabel={enter.busy ? messages.checkingKey : messages.saveKey}
      onSend={send}
    />
  );
}
