// What a person brings back from a browser by hand, judged exactly like a request to the listener: the address that it ended
// at, or the code that a page of the provider's shows.
import {
  equalInConstantTime,
  judgeCallback,
  judgeTarget,
  type CallbackExpectation,
  type CallbackVerdict,
} from './callback.ts';

/** A browser may leave `http://` out of what it shows; a fragment never reaches a server. */
const addressPattern = /^(?:http:\/\/)?([^\s/?#]+)([/?][^\s#]*)(?:#\S*)?$/i;

const elsewhere: ReadonlySet<string> = new Set(['not an address', 'not a code', 'wrong host', 'wrong path']);

/** A quote or bracket that came along with a copy. */
const wrapping = /^["'<]|["'>]$/g;

/** A page of a provider's, over https, that shows the answer in place of an address here that would take it. */
export interface CodePage {
  readonly host: string;
  readonly path: string;
}

interface CodeExpectation extends Omit<CallbackExpectation, 'port' | 'path'> {
  readonly codePage: CodePage;
}

export type PasteExpectation = CallbackExpectation | CodeExpectation;

function refused(reason: string): CallbackVerdict {
  return { kind: 'refused', status: 400, reason };
}

/** `code#state`, as the page shows it. Both are plain characters, so that nothing of an address can stand in their place. */
function judgeCode(pasted: string, { state }: CodeExpectation): CallbackVerdict {
  const [code = '', given, ...more] = pasted.split('#');
  if (more.length > 0 || !/^[\w.~+/=-]*$/.test(code)) return refused('not a code');
  // Every state of ours is as long: another length is a part of one, and no other sign-in's.
  if (code === '' || given?.length !== state.length) return refused('no code');
  return equalInConstantTime(given, state) ? { kind: 'answer', code } : refused('wrong state');
}

/** The page's own address holds the same, and is what a person copies who does not see the code. */
function judgeCodeAddress(pasted: string, expected: CodeExpectation): CallbackVerdict {
  const { host, path } = expected.codePage;
  const [, scheme, at, target = ''] = /^([a-z]+:\/\/)?([^/?#]+)([^#]*)/i.exec(pasted) ?? [];
  if ((scheme ?? 'https://').toLowerCase() !== 'https://') return refused('not a code');
  if (at?.toLowerCase() !== host) return refused('wrong host');
  return judgeTarget({ method: 'GET', target }, { ...expected, path });
}

function judgeShown(pasted: string, expected: CodeExpectation): CallbackVerdict {
  // A terminal, or a mail, breaks a long line anywhere.
  const whole = pasted.replace(/\s+/g, '').replace(wrapping, '');
  const isAddress =
    /^[a-z]+:\/\//i.test(whole) || whole.toLowerCase().startsWith(`${expected.codePage.host}/`);
  return isAddress ? judgeCodeAddress(whole, expected) : judgeCode(whole, expected);
}

/** Never throws; a refusal says why and the attempt goes on. */
export function judgePasted(pasted: string, expected: PasteExpectation): CallbackVerdict {
  if ('codePage' in expected) return judgeShown(pasted, expected);
  const [, host, target] = addressPattern.exec(pasted.trim().replace(wrapping, '')) ?? [];
  if (host === undefined || target === undefined) return refused('not an address');
  return judgeCallback({ method: 'GET', target, host: host.toLowerCase() }, expected);
}

/** What is wrong with a refused one, as far as it makes a difference to whoever pasted it. */
export function pasteFaultOf(reason: string): 'not-the-address' | 'other-sign-in' | 'incomplete' {
  if (elsewhere.has(reason)) return 'not-the-address';
  return reason === 'wrong state' || reason === 'wrong issuer' ? 'other-sign-in' : 'incomplete';
}
