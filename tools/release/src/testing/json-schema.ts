/** JSON Schemas of what we print: written from our own schemas, and checked with a validator that is not ours. */
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { format, resolveConfig } from 'prettier';
import type * as v from 'valibot';

/** Absolute path of a page of docs/. */
export const docsFile = (name: string): string => fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url));

/**
 * The text of a JSON Schema file, draft 2020-12, formatted as the repository is.
 * @param id such as `urn:pintag:plan:1`
 */
export async function jsonSchemaText(
  schema: v.GenericSchema,
  { id, file }: { readonly id: string; readonly file: string },
): Promise<string> {
  const json = toJsonSchema(schema, { target: 'draft-2020-12', typeMode: 'input' });
  const { $schema, ...rest } = json;
  const text = JSON.stringify({ $schema, $id: id, ...rest });
  return format(text, { ...(await resolveConfig(file)), parser: 'json', objectWrap: 'collapse' });
}

/** @returns what `value` gets wrong, a sentence each; nothing when it fits. */
export function validate(schemaText: string, value: unknown): readonly string[] {
  const check = new Ajv2020({ allErrors: true, strict: true, validateFormats: false }).compile(JSON.parse(schemaText));
  // As a reader has it: printed and parsed.
  return check(JSON.parse(JSON.stringify(value)))
    ? []
    : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
