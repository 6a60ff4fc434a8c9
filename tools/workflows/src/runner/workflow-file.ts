/** A workflow as it is run: what of the file decides which commands run where, with what. */
import * as v from 'valibot';
import { parse } from 'yaml';

const scalar = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const texts = v.optional(v.record(v.string(), scalar), {});
const condition = v.optional(scalar);

/** What decides nothing here: rights, limits and approvals are GitHub's. */
const ofGithub = v.optional(v.unknown());

const step = v.strictObject({
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

const job = v.strictObject({
  name: v.optional(v.string()),
  'runs-on': ofGithub,
  'timeout-minutes': ofGithub,
  permissions: ofGithub,
  environment: ofGithub,
  concurrency: ofGithub,
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
  strategy: v.optional(v.strictObject({ 'fail-fast': ofGithub, matrix: v.record(v.string(), v.union([v.string(), v.array(scalar)])) })),
  steps: v.array(step),
});

const workflow = v.strictObject({
  name: v.string(),
  'run-name': ofGithub,
  on: ofGithub,
  permissions: ofGithub,
  concurrency: ofGithub,
  env: texts,
  defaults: v.optional(v.strictObject({ run: v.strictObject({ shell: v.string() }) })),
  jobs: v.record(v.string(), job),
});

export type Workflow = v.InferOutput<typeof workflow>;
export type Job = v.InferOutput<typeof job>;
export type Step = v.InferOutput<typeof step>;

/** @throws what in it this runner does not know, such as a job that calls another workflow */
export const parseWorkflow = (text: string): Workflow => v.parse(workflow, parse(text));
