/** A workflow as it is run: what of the file decides which commands run where, with what. */
import * as v from 'valibot';
import { parse } from 'yaml';

const scalar = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const texts = v.optional(v.record(v.string(), scalar), {});
const condition = v.optional(scalar);

const step = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  if: condition,
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  shell: v.optional(v.string()),
  'working-directory': v.optional(v.string()),
  with: texts,
  env: texts,
});

const job = v.object({
  name: v.optional(v.string()),
  if: condition,
  needs: v.optional(
    v.union([
      v.array(v.string()),
      v.pipe(
        v.string(),
        v.transform((one) => [one]),
      ),
    ]),
    [],
  ),
  env: texts,
  outputs: texts,
  strategy: v.optional(v.object({ matrix: v.record(v.string(), v.union([v.string(), v.array(scalar)])) })),
  steps: v.array(step),
});

const workflow = v.object({
  name: v.string(),
  env: texts,
  defaults: v.optional(v.object({ run: v.object({ shell: v.string() }) })),
  jobs: v.record(v.string(), job),
});

export type Workflow = v.InferOutput<typeof workflow>;
export type Job = v.InferOutput<typeof job>;
export type Step = v.InferOutput<typeof step>;

/** @throws what in it this runner does not know, such as a job that calls another workflow */
export const parseWorkflow = (text: string): Workflow => v.parse(workflow, parse(text));
