/** What a `workflow_run` job may do with the artefacts of the run before: read them. */
import { condition } from '../expressions.ts';
import type { Report } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { Job, Step } from '../workflow.ts';

const fromRun = /github\.event\.workflow_run\.(head_|pull_requests|head_repository)/;
const place = /^\$\{\{\s*runner\.temp\s*\}\}\/[\w-]+$/;

export const artefactAsData: Rule = {
  name: 'artefact-as-data',
  why: 'A `workflow_run` job has rights that the pull request had not; what that made may be read there, and never be run.',
  check: ({ triggers, jobs }) =>
    triggers.has('workflow_run') ? jobs.flatMap((job) => [...unasked(job), ...job.steps.flatMap((step) => ofStep(step))]) : [],
};

function unasked({ id, line, if: when }: Job): readonly Report[] {
  return condition(when).includes('github.event.workflow_run.event ==')
    ? []
    : [
        {
          line,
          problem: `Job ${id} does not ask which event the run before was for.`,
          remedy: "Add `if: github.event.workflow_run.event == 'pull_request'`.",
        },
      ];
}

function ofStep({ line, uses, run, with: inputs }: Step): readonly Report[] {
  const action = uses?.value.split('@')[0];
  if (action === 'actions/checkout') {
    return [...inputs].flatMap(([name, { value, line: at }]) =>
      /^(ref|repository)$/.test(name) && fromRun.test(value)
        ? [
            {
              line: at,
              problem: `The checkout takes the pull request's code (\`${value}\`).`,
              remedy: 'Leave it out: the default branch is checked out.',
            },
          ]
        : [],
    );
  }
  if (action === 'actions/download-artifact') {
    const path = inputs.get('path');
    return path && place.test(path.value)
      ? []
      : [
          {
            line: path?.line ?? line,
            problem: 'The artefact is unpacked where it can replace files of the checkout.',
            remedy: 'Write `path: ${{ runner.temp }}/<folder>`.',
          },
        ];
  }
  return (run?.value.split('\n') ?? []).flatMap((text, index) => {
    const at = run!.line + index;
    if (isRun(text)) {
      const problem = `\`${text.trim()}\` hands what the artefact says to something that runs it.`;
      return [{ line: at, problem, remedy: 'Give the file to a `pintag` command that reads it as data.' }];
    }
    const raw = /\S*RUNNER_TEMP\S*\.(?!json\b)\w+/.exec(text)?.[0];
    return raw
      ? [{ line: at, problem: `${raw} has no schema to hold it to.`, remedy: 'Hand the data over as JSON, which the command checks.' }]
      : [];
  });
}

/** A file of the artefact as program, as arguments, or as the environment of later steps. */
const isRun = (text: string): boolean =>
  (text.includes('RUNNER_TEMP') && /(^\s*|[;&|(]\s*)(\.|source|bash|sh|node|python3?|eval|xargs|chmod|"?\$\{?RUNNER_TEMP)/.test(text)) ||
  /\$\((cat|<)[^)]*RUNNER_TEMP/.test(text) ||
  (text.includes('RUNNER_TEMP') && /GITHUB_(ENV|PATH|OUTPUT)/.test(text));
