// Whose key a text is by the way it starts, as far as that tells: keys without such a start are nobody's by their looks.

const starts: readonly (readonly [start: RegExp, vendor: string])[] = [
  [/^sk-ant-/, 'Claude'],
  [/^sk-or-/, 'OpenRouter'],
  [/^sk-(?:proj|svcacct|admin)-/, 'OpenAI'],
  [/^gsk_/, 'Groq'],
  [/^xai-/, 'xAI'],
  [/^(?:AIza|AQ\.)/, 'Google Gemini'],
  [/^(?:gh[a-z]_|github_pat_)/, 'GitHub'],
];

/** The vendor's name, or undefined where the text does not say. */
export function vendorOfKey(text: string): string | undefined {
  return starts.find(([start]) => start.test(text))?.[1];
}
