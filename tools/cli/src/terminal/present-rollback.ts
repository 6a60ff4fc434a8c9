/** What a rollback of host pages did, as a person reads it. */
import { createColors } from 'picocolors';
import type { Rollback } from '../rollback/roll-back.ts';

const kept: Record<Rollback['kept'][number]['why'], string> = {
  there: 'has it already',
  older: 'left alone, it has an older version',
  loose: 'left alone, a channel or an expression decides there',
};

export function presentRollback(rollback: Rollback, commands: readonly string[], { colour }: { readonly colour: boolean }): string {
  const { bold, dim } = createColors(colour);
  const { feature, version, base, pages, branch, pullRequest } = rollback;
  const lines = [
    ...pages.map(
      ({ path, pins }) => `${bold(path)}  ${[...new Set(pins.map(({ from, to }) => `${from.version} → ${to.version}`))].join(', ')}`,
    ),
    ...rollback.kept.map(({ path, why }) => `${bold(path)}  ${dim(kept[why])}`),
  ];
  if (!branch) return `${lines.join('\n')}\nNothing to do: no page on ${base.name} has a newer version of ${feature} than ${version}.\n`;
  const state = branch.written ? 'made' : 'there already';
  if (pullRequest) {
    const opened = pullRequest.found ? 'is open already' : 'is open';
    return `${lines.join('\n')}\nThe pull request ${opened}: ${pullRequest.url}\nMerge and deploy it, and pages load ${feature} ${version}.\n`;
  }
  return `${lines.join('\n')}\nThe branch ${branch.name} is ${state}, in this clone alone. To publish it:\n${commands.map((command) => `  ${command}\n`).join('')}`;
}
