/** Runs a workflow as GitHub would: jobs by what they need, each shard of a matrix on a machine of its own, steps in their order. */
import { evaluate, holds, type Surroundings } from '../expressions/evaluate.ts';
import { fillAll, type RanStep, runSteps } from './run-steps.ts';
import type { StandIns } from './stand-ins.ts';
import { type Job, parseWorkflow } from './workflow-file.ts';

export interface RunWorkflow {
  /** The workflow's text. */
  readonly text: string;
  /** A folder for machines, one below it for each job. */
  readonly folder: string;
  readonly github: GithubContext;
  /** Of the repository: `vars.PINTAG_STORE_BUCKET`. */
  readonly vars: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Beside GITHUB_TOKEN. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What every machine has in its environment, PATH and HOME among it. */
  readonly machine: Readonly<Record<string, string>>;
  readonly standIns: StandIns;
}

/** What of the `github` context workflows here ask for, and what variables are made of. */
export interface GithubContext {
  readonly event_name: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly ref_name: string;
  readonly base_ref: string;
  readonly head_ref: string;
  readonly sha: string;
  readonly repository: string;
  readonly repository_owner: string;
  readonly server_url: string;
  readonly api_url: string;
  readonly token: string;
  readonly run_id: string;
  readonly workflow: string;
}

export type JobResult = 'success' | 'failure' | 'skipped';

export interface RanJob {
  readonly id: string;
  /** Of a matrix: which of it. */
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly RanStep[];
  /** What its steps have written to GITHUB_STEP_SUMMARY. */
  readonly summary: string;
}

export interface RanWorkflow {
  readonly runId: string;
  readonly jobs: readonly RanJob[];
  readonly result: 'success' | 'failure';
}

export async function runWorkflow(options: RunWorkflow): Promise<RanWorkflow> {
  const { github, vars, inputs = {}, secrets = {} } = options;
  const workflow = parseWorkflow(options.text);
  const ran = new Map<string, readonly RanJob[]>();
  const base = { github, vars, inputs, secrets: { ...secrets, GITHUB_TOKEN: github.token } };
  const left = new Map(Object.entries(workflow.jobs));
  while (left.size > 0) {
    const [id, job] = [...left].find(([, { needs }]) => needs.every((need) => ran.has(need))) ?? nobody(left);
    left.delete(id);
    const needs = Object.fromEntries(job.needs.map((need) => [need, outcomeOf(ran.get(need)!)]));
    const status = Object.values(needs).every(({ result }) => result === 'success') ? 'success' : 'failure';
    const scope: Surroundings = { contexts: { ...base, needs }, status };
    if (!holds(job.if, scope)) {
      ran.set(id, [{ id, matrix: {}, result: 'skipped', outputs: {}, steps: [], summary: '' }]);
      continue;
    }
    const parts: RanJob[] = [];
    for (const matrix of shards(job, scope)) {
      const contexts = { ...base, needs, matrix };
      const env = fillAll(workflow.env, { contexts, status: 'success' });
      const machine = {
        ...options,
        id: [id, ...Object.values(matrix)].join('-').replaceAll(/[^\w-]/g, '-'),
        shell: workflow.defaults?.run.shell,
      };
      const done = await runSteps({
        ...machine,
        contexts,
        env: { ...env, ...fillAll(job.env, { contexts: { ...contexts, env }, status: 'success' }) },
        job,
      });
      parts.push({ id, matrix, ...done });
    }
    ran.set(id, parts);
  }
  const jobs = [...ran.values()].flat();
  return { runId: github.run_id, jobs, result: jobs.some(({ result }) => result === 'failure') ? 'failure' : 'success' };
}

const nobody = (left: ReadonlyMap<string, Job>): never => {
  throw new Error(`These jobs need each other: ${[...left.keys()].join(', ')}.`);
};

/** Of a matrix with one dimension or several: every combination. */
function shards({ strategy }: Job, scope: Surroundings): Readonly<Record<string, unknown>>[] {
  let combinations: Record<string, unknown>[] = [{}];
  for (const [name, written] of Object.entries(strategy?.matrix ?? {})) {
    const values = typeof written === 'string' ? evaluate(written.replaceAll(/^\s*\$\{\{|\}\}\s*$/g, ''), scope) : written;
    if (!Array.isArray(values)) throw new Error(`The matrix ${name} is no list: ${JSON.stringify(values)}`);
    combinations = combinations.flatMap((one) => values.map((value: unknown) => ({ ...one, [name]: value })));
  }
  return combinations;
}

/** A job of several parts has failed when one of them has. */
function outcomeOf(parts: readonly RanJob[]): { readonly result: JobResult; readonly outputs: RanJob['outputs'] } {
  const result = parts.find((part) => part.result === 'failure')?.result ?? parts[0]?.result ?? 'skipped';
  return { result, outputs: Object.assign({}, ...parts.map(({ outputs }) => outputs)) as RanJob['outputs'] };
}
