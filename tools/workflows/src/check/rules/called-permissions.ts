/** A workflow that another calls asks for no more than its caller has. */
import type { Report } from '../finding.ts';
import { exceeds, levelOf } from '../permissions.ts';
import type { Rule } from '../rule.ts';
import type { Job, Workflow } from '../workflow.ts';

export const calledPermissions: Rule = {
  name: 'called-permissions',
  why: 'GitHub does not start a run in which a called workflow asks for more than the job that calls it has.',
  check: (workflow, { files }) =>
    workflow.jobs.flatMap((job) => {
      const called = job.calls?.value.startsWith('./') ? files.get(job.calls.value.slice(2)) : undefined;
      return called ? called.jobs.flatMap((inner) => tooMuch(workflow, job, called, inner)) : [];
    }),
};

function tooMuch(caller: Workflow, job: Job, called: Workflow, inner: Job): readonly Report[] {
  const granted = job.permissions ?? caller.permissions;
  const asked = inner.permissions ?? called.permissions;
  if (!asked) return [];
  if (asked.all) {
    return levelOf(granted, 'contents') === 'write' && !granted
      ? []
      : [report(job, `${called.file} asks for ${asked.all}-all in its job ${inner.id}`, `Name there what ${inner.id} needs.`)];
  }
  return [...asked.scopes].flatMap(([scope, { level }]) => {
    const has = levelOf(granted, scope);
    return exceeds(level, has)
      ? [
          report(
            job,
            `${called.file} asks for \`${scope}: ${level}\` in its job ${inner.id}, and job ${job.id} grants ${has}`,
            `Add \`${scope}: ${level}\` to the permissions of job ${job.id}, or take it away there.`,
          ),
        ]
      : [];
  });
}

const report = ({ calls, line }: Job, problem: string, remedy: string): Report => ({
  line: calls?.line ?? line,
  problem: `${problem}.`,
  remedy,
});
