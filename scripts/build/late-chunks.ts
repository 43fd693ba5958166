// Whether code that hardly anybody needs stays out of the way of a start: which chunks load it at once. Pure.
import { atOnce } from './first-chunks.ts';

/**
 * @param chunks by the names of their files
 * @param mark stands in the code that is to come late, and nowhere else
 * @returns what is wrong, a sentence each
 */
export function loadedTooEarly(chunks: ReadonlyMap<string, string>, mark: string): readonly string[] {
  const heavy = [...chunks].filter(([, text]) => text.includes(mark)).map(([name]) => name);
  if (heavy.length === 0) return [`no chunk holds ${mark}`];
  return [...chunks]
    .filter(([name]) => !heavy.includes(name))
    .flatMap(([name, text]) => {
      const loaded = atOnce(text);
      return heavy.filter((each) => loaded.includes(each)).map((each) => `${name} loads ${each} at once`);
    });
}
