// What a pin is, and when a chain of certificates is not the pinned one.
import { expect, test } from 'vitest';
import { isMispinned, isPin, isPinnedHost, type Pin } from '../../../main/domain/public-key-pins.ts';

const ours: Pin = `sha256/${'A'.repeat(43)}=`;
const next: Pin = `sha256/${'B'.repeat(42)}E=`;
const other: Pin = `sha256/${'C'.repeat(42)}A=`;
const pins = new Map([['auth.example.com', [ours, next]]]);

test.each([
  [ours, true],
  [next, true],
  ['A'.repeat(43), false],
  [`sha1/${'A'.repeat(43)}=`, false],
  [`sha256/${'A'.repeat(42)}=`, false],
  [`sha256/${'A'.repeat(42)}B=`, false],
  [`sha256/${'A'.repeat(43)}`, false],
  [`sha256/${'-'.repeat(43)}=`, false],
  [7, false],
])('%s is a pin: %s', (text, is) => {
  expect(isPin(text)).toBe(is);
});

test.each([
  ['auth.example.com', true],
  ['localhost', false],
  ['*.example.com', false],
  ['https://auth.example.com', false],
  ['auth.example.com:443', false],
  ['AUTH.example.com', false],
  ['', false],
])('%j can be pinned: %s', (host, is) => {
  expect(isPinnedHost(host)).toBe(is);
});

test.each([
  ['one of the pinned keys at the host itself', 'auth.example.com', [next, other], false],
  ['one of them further up in the chain', 'auth.example.com', [other, ours], false],
  ['other keys alone', 'auth.example.com', [other], true],
  ['no key at all', 'auth.example.com', [], true],
  ['the name in other letters', 'AUTH.example.com', [other], true],
  ['a host that nobody has pinned', 'www.example.com', [other], false],
] as const)('%s', (_name, host, chain, isOther) => {
  expect(isMispinned(pins, host, chain)).toBe(isOther);
});
