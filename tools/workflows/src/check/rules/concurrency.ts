/** Runs that must not overlap, be cancelled or be dropped. */
import type { Report } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { Workflow } from '../workflow.ts';
import type { YamlAt } from '../yaml-at.ts';

export const concurrency: Rule = {
  name: 'concurrency',
  why: "Two runs of one branch would get in each other's way, and a run that publishes must neither be cancelled nor dropped from the queue.",
  check: (workflow) => {
    if (workflow.kind === 'action' || isOnlyCalled(workflow)) return [];
    const declared = [workflow.concurrency, ...workflow.jobs.map((job) => job.concurrency)];
    const missing =
      workflow.concurrency || (workflow.jobs.length > 0 && workflow.jobs.every((job) => job.concurrency))
        ? []
        : [
            {
              line: 1,
              problem: 'The workflow has no `concurrency`.',
              remedy: 'Add `concurrency: { group: <name>-${{ github.ref }}, cancel-in-progress: … }`.',
            },
          ];
    return [
      ...missing,
      ...workflow.jobs.flatMap((job) => (job.environment ? queued(job.id, job.line, job.concurrency ?? workflow.concurrency) : [])),
      ...withoutGroup(declared),
    ];
  },
};

/** A workflow that others call runs in the concurrency of its caller. */
const isOnlyCalled = ({ triggers }: Workflow): boolean => triggers.size === 1 && triggers.has('workflow_call');

function queued(id: string, line: number, at: YamlAt | undefined): readonly Report[] {
  if (!at) return [];
  const isQueued = at.get('queue')?.text()?.value === 'max' && at.get('cancel-in-progress')?.text()?.value === 'false';
  return isQueued
    ? []
    : [
        {
          line: at.line,
          problem: `Job ${id} (line ${line}) works in an environment, and its run may be cancelled or dropped.`,
          remedy: 'Write `queue: max` and `cancel-in-progress: false` beside the group.',
        },
      ];
}

const withoutGroup = (declared: readonly (YamlAt | undefined)[]): readonly Report[] =>
  declared.flatMap((at) =>
    at && at.text() === undefined && at.get('group') === undefined
      ? [{ line: at.line, problem: 'A `concurrency` has no group.', remedy: 'Write `group: <name>-${{ github.ref }}`.' }]
      : [],
  );
