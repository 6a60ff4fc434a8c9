/** No job hangs for hours. */
import type { Rule } from '../rule.ts';

/** Minutes; nothing here takes longer. */
const longest = 60;

export const timeouts: Rule = {
  name: 'timeouts',
  why: 'A job that hangs holds the release queue for six hours, unless it says less.',
  check: ({ kind, jobs }) =>
    jobs.flatMap(({ id, line, timeout, calls }) => {
      if (kind === 'action' || calls) return [];
      if (!timeout) return [{ line, problem: `Job ${id} has no \`timeout-minutes\`.`, remedy: 'Add about three times what it takes.' }];
      const minutes = Number(timeout.value);
      return minutes > 0 && minutes <= longest
        ? []
        : [{ line: timeout.line, problem: `Job ${id} may take ${timeout.value} minutes.`, remedy: `Write a number up to ${longest}.` }];
    }),
};
