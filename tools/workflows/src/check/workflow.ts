/** A workflow, or an action of this repository, as the rules read it. */
import { type Permissions, readPermissions } from './permissions.ts';
import { type At, readYaml, type YamlAt } from './yaml-at.ts';

export interface Step {
  readonly line: number;
  readonly uses?: At<string>;
  /** The comment behind `uses`. */
  readonly usesComment?: string;
  readonly run?: At<string>;
  readonly shell?: At<string>;
  readonly if?: At<string>;
  readonly with: ReadonlyMap<string, At<string>>;
  readonly env: ReadonlyMap<string, At<string>>;
}

export interface Job {
  readonly id: string;
  readonly line: number;
  readonly if?: At<string>;
  readonly permissions?: Permissions;
  readonly environment?: At<string>;
  readonly concurrency?: YamlAt;
  readonly timeout?: At<string>;
  readonly runsOn?: At<string>;
  /** The workflow that it calls; such a job has no steps. */
  readonly calls?: At<string>;
  readonly inheritsSecrets: boolean;
  readonly shell?: At<string>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly kind: 'workflow' | 'action';
  readonly source: string;
  readonly root: YamlAt;
  /** By name of the event, with the line. */
  readonly triggers: ReadonlyMap<string, YamlAt>;
  readonly permissions?: Permissions;
  readonly concurrency?: YamlAt;
  readonly shell?: At<string>;
  /** Of an action: one job that stands for its steps. */
  readonly jobs: readonly Job[];
  /** Of an action: names of its inputs, and whether each is required. */
  readonly inputs: ReadonlyMap<string, { readonly required: boolean }>;
}

export function readWorkflow(file: string, source: string): Workflow {
  const root = readYaml(source);
  const steps = root.get('runs')?.get('steps');
  const kind = /(^|\/)action\.ya?ml$/.test(file) ? 'action' : 'workflow';
  return {
    file,
    kind,
    source,
    root,
    triggers: readTriggers(root.get('on')),
    permissions: readPermissions(root.get('permissions')),
    concurrency: root.get('concurrency'),
    shell: root.get('defaults')?.get('run')?.get('shell')?.text(),
    jobs:
      kind === 'action'
        ? [{ id: 'action', line: 1, inheritsSecrets: false, steps: (steps?.items() ?? []).map(readStep) }]
        : (root.get('jobs')?.entries() ?? []).map(([id, job]) => readJob(id, job)),
    inputs: new Map(
      (root.get('inputs')?.entries() ?? []).map(([name, input]) => [
        name.value,
        { required: input.get('required')?.text()?.value === 'true' && input.get('default') === undefined },
      ]),
    ),
  };
}

function readTriggers(on: YamlAt | undefined): ReadonlyMap<string, YamlAt> {
  if (!on) return new Map();
  const one = on.text();
  if (one) return new Map([[one.value, on]]);
  const listed = on.items().flatMap((item) => (item.text() ? [[item.text()!.value, item] as const] : []));
  return new Map([
    ...listed,
    ...on.entries().map(([name, value]) => [name.value, value.line === name.line ? value : { ...value, line: name.line }] as const),
  ]);
}

function readJob({ value: id, line }: At<string>, job: YamlAt): Job {
  const environment = job.get('environment');
  return {
    id,
    line,
    if: job.get('if')?.text(),
    permissions: readPermissions(job.get('permissions')),
    environment: environment?.text() ?? environment?.get('name')?.text(),
    concurrency: job.get('concurrency'),
    timeout: job.get('timeout-minutes')?.text(),
    runsOn: job.get('runs-on')?.text(),
    calls: job.get('uses')?.text(),
    inheritsSecrets: job.get('secrets')?.text()?.value === 'inherit',
    shell: job.get('defaults')?.get('run')?.get('shell')?.text(),
    steps: (job.get('steps')?.items() ?? []).map(readStep),
  };
}

function readStep(step: YamlAt): Step {
  const uses = step.get('uses');
  return {
    line: step.line,
    uses: uses?.text(),
    usesComment: uses?.comment,
    run: step.get('run')?.text(),
    shell: step.get('shell')?.text(),
    if: step.get('if')?.text(),
    with: texts(step.get('with')),
    env: texts(step.get('env')),
  };
}

const texts = (mapping: YamlAt | undefined): ReadonlyMap<string, At<string>> =>
  new Map(
    (mapping?.entries() ?? []).flatMap(([name, value]) => {
      const text = value.text();
      return text ? [[name.value, text] as const] : [];
    }),
  );
