// One line that a person fills in: its name, the field, and a hint below. What is typed stays in the field.
import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';

interface TextFieldProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly label: string;
  /** Below the field, read out as its description. */
  readonly hint?: string;
  /** Ids of what else describes it. */
  readonly describedBy?: string;
  /** Whether the field hides what is typed. */
  readonly secret?: boolean;
  readonly maxLength: number;
  /** The field's content before anyone types. */
  readonly filledWith?: string | undefined;
  readonly isWrong: boolean;
}

const hiding = { type: 'password' } as const;
const plain = { type: 'text' } as const;

export function TextField(props: TextFieldProps) {
  const { field, label, hint, describedBy, secret = false } = props;
  const fieldId = useId();
  const hintId = useId();
  const descriptions = [hint === undefined ? undefined : hintId, describedBy].filter(
    (each) => each !== undefined,
  );
  return (
    <div class="field-set">
      <label class="field-label" for={fieldId}>
        {label}
      </label>
      <input
        ref={field}
        id={fieldId}
        class="field"
        {...(secret ? hiding : plain)}
        defaultValue={props.filledWith}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={props.maxLength}
        aria-describedby={descriptions.join(' ')}
        aria-invalid={props.isWrong}
      />
      {hint !== undefined && (
        <p id={hintId} class="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
