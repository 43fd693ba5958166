// What a report about a fault may say to somebody else: what is known to be harmless, and a number in the place of everything
// else. Nothing is searched for names or secrets, for whoever forgets one of their shapes lets it out. Pure.
import { failureCodes } from './failure.ts';

export interface Veil {
  /** The text itself where it belongs to the product, else `#` and a number: the same for the same text. */
  readonly known: (text: string) => string;
  /** One line of the log. */
  readonly line: (text: string) => string;
}

/** Facts whose words come from the product; a text under them still has to look like such a word. */
const wordFacts: ReadonlySet<string> = new Set(
  'code outcome state step kind event phase status finished isForward name word version electron'.split(' '),
);
/** A code, an outcome, a word of the system, the class of an error, a version. */
const harmless =
  /^(?:[a-z][a-z-]{0,30}|[A-Z][A-Za-z]{0,30}Error|(?:net::)?[A-Z][A-Z\d]*(?:_[A-Z\d]+)*|\d{1,3}(?:\.\d{1,6}){1,3})$/;
const systemDetail = /^(?:status \d{3}|E[A-Z\d]{2,20}|net::ERR_[A-Z_]{3,60})$/;
/** Where an error of another kind was thrown: of the app's own archive, without the folder that it lies in. */
const ownPlace = /app\.asar[/\\]([\w./\\-]+\.c?js:\d+:\d+)\)?$/;
const form = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (info|warn|error) ([A-Za-z][a-z’' ,-]{0,100}?)(?: (\{.*))?$/;

const codes: ReadonlySet<string> = new Set(failureCodes);

/** @param own the ids and labels of what is built in, and whatever else may stand in a report */
export function createVeil(own: ReadonlySet<string>): Veil {
  const numbers = new Map<string, number>();

  function numbered(text: string): string {
    const number = numbers.get(text) ?? numbers.size + 1;
    numbers.set(text, number);
    return `#${String(number)}`;
  }

  const known = (text: string): string => (own.has(text) || codes.has(text) ? text : numbered(text));

  function shown(key: string, value: unknown): unknown {
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
    if (Array.isArray(value)) return value.map((each: unknown) => shown(key, each));
    if (typeof value === 'object')
      return Object.fromEntries(
        // A name of a fact is ours; below one that is not, it may be anything.
        Object.entries(value).map(([name, each]: [string, unknown]) => [
          /^[a-zA-Z]{1,30}$/.test(name) ? name : numbered(name),
          shown(name, each),
        ]),
      );
    if (typeof value !== 'string') return null;
    if (wordFacts.has(key) && harmless.test(value)) return value;
    if (key === 'detail' && systemDetail.test(value)) return value;
    const place = key === 'at' ? ownPlace.exec(value)?.[1] : undefined;
    return place ?? known(value);
  }

  function facts(text: string): string {
    try {
      return JSON.stringify(shown('', JSON.parse(text)));
    } catch {
      return '(facts that cannot be read)';
    }
  }

  return {
    known,
    line(text) {
      const [, time, level, message, told] = form.exec(text) ?? [];
      if (time === undefined || level === undefined || message === undefined)
        return '(a line of another form)';
      return [time, level, message, ...(told === undefined ? [] : [facts(told)])].join(' ');
    },
  };
}
