// The top-level fields of a form or JSON body, as text; none for anything else.
import { z } from 'zod';

const fields = z.record(z.string(), z.unknown());

export function bodyFields(body: string): ReadonlyMap<string, string> {
  if (!body.startsWith('{')) return new Map(new URLSearchParams(body.includes('=') ? body : ''));
  try {
    return new Map(
      Object.entries(fields.parse(JSON.parse(body))).map(([name, value]) => [name, asText(value)] as const),
    );
  } catch {
    return new Map();
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
