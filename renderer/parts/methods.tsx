// The ways to sign in to a provider, each with its standing; the one that takes a key opens a form in its place.
import { useId } from 'preact/hooks';
import type { MethodView, ProviderView } from '../../preload/view.ts';
import { Key, Outward } from './icons.tsx';
import { KeyForm } from './key-form.tsx';

export interface MethodsProps {
  readonly provider: ProviderView;
  /** The method whose key form is open. */
  readonly keyForm: string | null;
  /** Grows each time the person asks for the form; it takes the focus again. */
  readonly asked: number;
  readonly onChoose: (method: MethodView) => void;
  /** `entered` says whether a key was accepted. */
  readonly onKeyFormClosed: (entered: boolean) => void;
}

export function Methods({ provider, keyForm, asked, onChoose, onKeyFormClosed }: MethodsProps) {
  const offered = provider.methods.filter(({ id }) => id === keyForm || provider.signIn === null);
  return (
    <ul class="methods">
      {offered.map((method) => (
        <li key={method.id}>
          {method.id === keyForm ? (
            <KeyForm provider={provider} method={method} asked={asked} onClosed={onKeyFormClosed} />
          ) : (
            <MethodButton method={method} onChoose={onChoose} />
          )}
        </li>
      ))}
    </ul>
  );
}

function MethodButton({
  method,
  onChoose,
}: {
  readonly method: MethodView;
  readonly onChoose: (method: MethodView) => void;
}) {
  const label = useId();
  const standing = useId();
  return (
    <button
      type="button"
      class="method"
      aria-labelledby={label}
      aria-describedby={standing}
      onClick={() => {
        onChoose(method);
      }}
    >
      <span class="method-words">
        <span id={label} class="method-label">
          {method.label}
        </span>
        <span id={standing} class="method-standing">
          {method.standing}
        </span>
      </span>
      {method.kind === 'browser' ? <Outward /> : <Key />}
    </button>
  );
}
