// Takes secrets out of text that is about to be logged or shown. A net under the Secret class, not a replacement.

const shapes: readonly RegExp[] = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, // JSON Web Tokens
  /\bsk-[\w-]{8,}/g,
  /\b(?:gh[opsu]|github_pat)_\w{8,}/g,
  /\bya29\.[\w-]{8,}/g,
  /\b1\/\/[\w-]{8,}/g,
  /\bcanary_[\w-]+/g, // the fake secrets of the tests
  /\bBearer\s+[\w.~+/=-]{8,}/gi,
  /((?:access|refresh|id)_token|client_secret|code|code_verifier|state|user_code|device_auth_id|device_code|api_key|token)(["']?\s*[=:]\s*["']?)[^\s"'&,}]{4,}/gi,
];

/** The text with everything that looks like a secret replaced by `[secret]`. */
export function redact(text: string): string {
  return shapes.reduce(
    (kept, shape) =>
      kept.replace(shape, (_match, name?: unknown, joiner?: unknown) =>
        typeof name === 'string' && typeof joiner === 'string' ? `${name}${joiner}[secret]` : '[secret]',
      ),
    text,
  );
}
