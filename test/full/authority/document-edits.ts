// Edits of generated documents: no byte outside the edit changes (SF-05).
import fc from 'fast-check';
import { editJson } from '../../../main/adapters/node/json-text.ts';
import type { JsonChanges } from '../../../main/domain/json.ts';
import {
  changesOfOurs,
  documents,
  faultsOf,
  faultsOfObject,
  objectEdits,
} from '../../fakes/json-documents.ts';
import { parsed } from '../../fakes/parsed.ts';
import type { Figure, Outcome } from '../figure.ts';

const controlDocuments = 200;

type Editor = (text: string, changes: JsonChanges) => string;

/** Parses the whole and writes it down anew, as most programs do. */
const respelling: Editor = (text, changes) => {
  const present = parsed(text.replace(/^\ufeff/, ''));
  return JSON.stringify({ ...(typeof present === 'object' ? present : {}), ...changes }, null, 2);
};

function edits(count: number, seed: number, edit: Editor): Outcome {
  const whole = fc
    .sample(fc.tuple(documents, changesOfOurs), { numRuns: Math.ceil(count / 2), seed })
    .map(([source, wanted]) => {
      const edited = edit(source.text, wanted);
      return { edited, faults: faultsOf(source, wanted, edited), again: edit(edited, wanted) };
    });
  const inner = fc.sample(objectEdits, { numRuns: Math.floor(count / 2), seed }).map((source) => {
    const edited = edit(source.text, source.wanted);
    return { edited, faults: faultsOfObject(source, edited), again: edit(edited, source.wanted) };
  });
  const all = [...whole, ...inner];
  const changed = all.filter(({ faults }) => faults.length > 0).length;
  const unstable = all.filter(({ edited, again }) => edited !== again).length;
  return {
    met: changed === 0 && unstable === 0,
    goal: `0 of ${count} documents with a byte changed outside the edit, 0 that change when edited again`,
    actual: `${changed} documents with a byte changed, ${unstable} that change again`,
    counts: { documents: all.length, documentsOfTopLevelEdits: whole.length, changed, unstable },
  };
}

export const figure: Figure = {
  id: 'document-edits',
  about: 'an edit of a JSON file changes no byte outside the values that it is about, in any document',
  place: 'node',
  size: { unit: 'documents', quick: 300, full: 10_000 },
  measure: async (size, seed) => edits(size, seed, editJson),
  control: async (seed) => edits(controlDocuments, seed, respelling),
};
