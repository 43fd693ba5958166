// What another program finds wrong with an answer of the command line, by the JSON Schemas in docs/schemas.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as z from 'zod/mini';
import { parsed } from './parsed.ts';

const schemas = join(import.meta.dirname, '../../docs/schemas');

/** The schemas leave room for new fields; here every field must be one that they name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, each]) => [name, closed(each)]));
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}

const anySchema = z.record(z.string(), z.unknown());

/** What is wrong with the answer; empty where it is as the schema of this name says. */
export async function schemaFaults(name: string, answer: unknown): Promise<unknown> {
  const text = await readFile(join(schemas, `${name}.schema.json`), 'utf8');
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    anySchema.parse(closed(parsed(text))),
  );
  return validate(answer) ? [] : validate.errors;
}
