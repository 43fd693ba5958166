// Text of any characters at all for property tests. What the library has for it takes seconds to set up.
import fc from 'fast-check';

const lastCodePoint = 0x10_ff_ff;
const [firstSurrogate, lastSurrogate] = [0xd8_00, 0xdf_ff];

/** One character, control characters included; halves of pairs excepted, as in every well-formed text. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: lastCodePoint }))
  .filter((code) => code < firstSurrogate || code > lastSurrogate)
  .map((code) => String.fromCodePoint(code));

/** @param limits lengths in characters */
export function anyText(limits: { readonly minLength?: number; readonly maxLength?: number } = {}) {
  return fc.string({ unit: anyCharacter, ...limits });
}
