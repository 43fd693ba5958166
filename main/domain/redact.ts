// Takes secrets out of text that is about to be logged or shown. A net under the Secret class, not a replacement.

// No word boundary in front where none is needed: in JSON and URLs a secret may follow the letter of an escape (\n, %3D).
const shapes: readonly RegExp[] = [
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, // JSON Web Tokens
  /(?:\b|(?<=\\[bfnrt])|(?<=%[\dA-F]{2}))sk-[\w-]{8,}/gi,
  /(?:gh[opsu]|github_pat)_\w{8,}/g,
  /ya29\.[\w-]{8,}/g,
  /\b1\/\/[\w-]{8,}/g,
  /Bearer\s+[\w.~+/=-]{8,}/gi,
  // Quotes may be escaped, once per JSON text inside another. Our own failure codes, `family/what`, stay readable.
  /((?:access|refresh|id)_token|client_secret|code|code_verifier|state|user_code|device_auth_id|device_code|api_key|token)(\\*["']?\s*[=:]\s*\\*["']?)(?!(?:[a-z-]+\/[a-z-]+|internal)\\*["'])[^\s"'&,}]{4,}/gi,
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
