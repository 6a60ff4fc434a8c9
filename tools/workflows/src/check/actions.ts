/** The actions of others that a workflow may use, each at the one commit that somebody looked at. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

const inputs = v.record(v.string(), v.object({ required: v.boolean() }));

const schema = v.record(
  v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w./-]+$/)),
  v.object({
    version: v.pipe(v.string(), v.regex(/^v\d+\.\d+\.\d+$/)),
    sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
    inputs,
    outputs: v.array(v.string()),
  }),
);

export type KnownAction = v.InferOutput<typeof schema>[string];

/** @param path of actions.json, whose keys are `owner/name` or `owner/name/path`. */
export async function readKnownActions(path: URL): Promise<ReadonlyMap<string, KnownAction>> {
  return new Map(Object.entries(v.parse(schema, JSON.parse(await readFile(path, 'utf8')))));
}
