// dependency-cruiser looks for this file; the import table itself is typed.
// @ts-check
export { default } from './scripts/check/layers.ts';
