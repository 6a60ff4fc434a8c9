/** Runs the steps of a job in a folder of their own, with the files and variables that GitHub gives them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Contexts, fillIn, holds, type Surroundings } from '../expressions/evaluate.ts';
import { hashFilesIn } from './hash-files.ts';
import { parseFileCommands } from './file-commands.ts';
import { githubVariables } from './github-variables.ts';
import type { JobResult, RunWorkflow } from './run-workflow.ts';
import { actionOf, type StandIn } from './stand-ins.ts';
import type { Job, Step } from './workflow-file.ts';

export interface RanStep {
  readonly name: string;
  readonly result: JobResult;
  /** Standard output and error, as they came. */
  readonly output: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly seconds: number;
}

export interface RunSteps extends Pick<RunWorkflow, 'folder' | 'github' | 'machine' | 'standIns'> {
  /** Names the machine's folder. */
  readonly id: string;
  readonly job: Job;
  readonly contexts: Contexts;
  /** Of workflow and job. */
  readonly env: Readonly<Record<string, string>>;
  readonly shell: string | undefined;
}

export interface RanSteps {
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly RanStep[];
  readonly summary: string;
}

export async function runSteps(options: RunSteps): Promise<RanSteps> {
  const { folder, id, job, github, standIns } = options;
  const home = join(folder, id);
  const workspace = join(home, 'workspace');
  const temp = join(home, 'temp');
  for (const made of [workspace, temp]) await mkdir(made, { recursive: true });
  const eventPath = join(home, 'event.json');
  await writeFile(eventPath, JSON.stringify(github.event));
  const runner = { temp, os: 'Linux', arch: 'X64', name: id };
  const variables = githubVariables({ github, workspace, eventPath, runner, job: id });

  const hashFiles = hashFilesIn(workspace);

  const ran: RanStep[] = [];
  const steps: Record<string, { outputs: RanStep['outputs']; outcome: JobResult; conclusion: JobResult }> = {};
  let jobEnv = { ...options.env };
  let path = options.machine['PATH'] ?? '';
  let status: 'success' | 'failure' = 'success';
  let summary = '';
  for (const [index, step] of job.steps.entries()) {
    const contexts = { ...options.contexts, runner, steps, env: jobEnv, job: { status } };
    const scope: Surroundings = { contexts, status, hashFiles };
    const name = fillIn(step.name ?? step.uses ?? step.run ?? '', scope).split('\n')[0]!;
    const note = (one: Omit<RanStep, 'name' | 'seconds'>, seconds = 0) => {
      ran.push({ name, seconds, ...one });
      if (step.id !== undefined) steps[step.id] = { outputs: one.outputs, outcome: one.result, conclusion: one.result };
      if (one.result === 'failure') status = 'failure';
    };
    if (!holds(step.if, scope)) {
      note({ result: 'skipped', output: '', outputs: {} });
      continue;
    }

    const files = Object.fromEntries(
      ['ENV', 'OUTPUT', 'PATH', 'STEP_SUMMARY'].map((kind) => [`GITHUB_${kind}`, join(temp, `${index}-${kind}`)]),
    );
    for (const file of Object.values(files)) await writeFile(file, '');
    // GitHub's own come last: it does not let a workflow set them to anything else.
    const env = { ...options.machine, ...jobEnv, ...fillAll(step.env, scope), ...variables, ...files, PATH: path };
    const started = performance.now();
    const done = await (step.uses === undefined ? runScript : useStandIn)({
      step,
      scope,
      env,
      workspace,
      temp,
      index,
      standIns,
      shell: step.shell ?? options.shell,
    });
    const read = async (kind: string) => readFile(files[`GITHUB_${kind}`]!, 'utf8');
    const outputs = { ...done.outputs, ...parseFileCommands(await read('OUTPUT')) };
    jobEnv = { ...jobEnv, ...done.env, ...parseFileCommands(await read('ENV')) };
    path = [...(await read('PATH')).split('\n').filter(Boolean).reverse(), path].join(':');
    summary += await read('STEP_SUMMARY');
    note({ result: done.ok ? 'success' : 'failure', output: done.output, outputs }, (performance.now() - started) / 1000);
  }
  const scope: Surroundings = { contexts: { ...options.contexts, steps, env: jobEnv }, status, hashFiles };
  return { result: status, outputs: fillAll(job.outputs, scope), steps: ran, summary };
}

export const fillAll = (texts: Readonly<Record<string, string>>, scope: Surroundings): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillIn(text, scope)]));

interface StepRun {
  readonly step: Step;
  readonly scope: Surroundings;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly temp: string;
  readonly index: number;
  readonly standIns: Readonly<Record<string, StandIn>>;
  readonly shell: string | undefined;
}

interface Done {
  readonly ok: boolean;
  readonly output: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** As GitHub starts bash: what fails ends the step, also within a pipe. */
async function runScript({ step, scope, env, workspace, temp, index, shell }: StepRun): Promise<Done> {
  if (shell !== 'bash') throw new Error(`No shell but bash is known here: ${shell ?? 'none is named'}.`);
  const script = join(temp, `${index}.sh`);
  await writeFile(script, fillIn(step.run ?? '', scope));
  const { all, exitCode } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: join(workspace, fillIn(step['working-directory'] ?? '', scope)),
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  return { ok: exitCode === 0, output: all, outputs: {}, env: {} };
}

async function useStandIn({ step, scope, env, workspace, standIns }: StepRun): Promise<Done> {
  const action = actionOf(step.uses!);
  const standIn = standIns[action];
  if (!standIn) throw new Error(`Nothing stands in for ${action} here.`);
  const { outputs = {}, env: added = {} } = (await standIn({ with: fillAll(step.with, scope), env, workspace })) ?? {};
  return { ok: true, output: '', outputs, env: added };
}
