/** docs/policy-proof.md: what the specs of this folder try, as a page for people. */
import { duties } from './own-code.ts';
import type { PrincipalName } from './proving-ground.ts';
import { toolAttempts } from './tool-attempts.ts';

const named: Readonly<Record<PrincipalName, string>> = {
  plan: '_plan_',
  preview: '_preview_',
  stage: '_stage_',
  release: '_release_',
  channels: '_channels_',
  administrator: 'an administrator',
  distribution: 'the distribution',
  anybody: 'anybody',
};

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

/** Markdown, to be formatted. */
export const policyProof = (): string => `# Proof that nobody can overwrite a version

Generated from the attempts that \`tools/infra/src/proof\` makes; a test fails when this page says anything else (\`vitest run tools/infra/src/proof/policy-proof --update\` writes it again).

The store on one machine enforces the very documents that the stack deploys: the bucket's policy and those of the roles, taken from the synthesised template. An evaluator decides as AWS documents it (an explicit deny wins, then one allow
is enough), for the part of the grammar that the stack uses; a policy that says anything beyond it stops the server from starting. Every S3 operation is mapped to the actions, resources and condition keys that S3 asks for, copies, uploads in parts and deleted versions included.
Who does what after that is tried over HTTP, and after each attempt that is refused every key of the bucket has the bytes that it had.

## Refused: what people do with the usual programs

With every AWS command line and rclone that is on \`PATH\` (their versions differ in what they send; one that is missing is said to be):

${attemptsTable('refused')}

## Refused: everything else that is not meant to be

Each principal also tries to read, list, create, replace, overwrite, copy over, upload in parts, delete, delete in a list and delete a version, of one key of each kind, with the SDK; what is let through has to be exactly what \`rights.ts\` says, which is written by hand
and tells nothing of policies. [Who may do what](who-may-do-what.md) is the same as a table. Over plain HTTP nobody gets anything.
The bucket's policy has nothing to spare either: without any one of its statements, actions or resources, one of these requests is answered otherwise. (Replication into the bucket, which it refuses too, cannot be asked for by a request.)

## Done: our own work, with no right to spare

${table(
  ['role', 'does'],
  duties.map(({ role, command, when }) => [named[role], `\`npx ${command}\`${when === undefined ? '' : ` ${when}`}`]),
)}

Each of these works under its role's policies alone, without a single refusal. And nothing in them is spare: without any one statement one of these fails, and without any one action, resource or prefix one of their requests is refused.

${attemptsTable('done')}

## What this does not prove

That AWS decides as its documentation says. Where S3 does something that is documented only by those who saw it, the store on one machine is as strict as the strictest of them: who asks for a missing key is asked for the right to list that key as a prefix, and who writes under \`If-Match\` for the right to read.
\`npx pintag doctor\` tries the forbidden things on the real bucket, and has to be refused.
`;

function attemptsTable(end: 'refused' | 'done'): string {
  const attempts = toolAttempts.filter(({ refused }) => (refused !== undefined) === (end === 'refused'));
  return table(
    ['with', 'somebody tries', ...(end === 'refused' ? ['refused to', 'at'] : ['done by'])],
    attempts.map(({ tool, what, by, args, refused }) => [
      `\`${[tool, ...args.slice(0, tool === 'aws' ? 2 : 1)].join(' ')}\``,
      what,
      by.map((who) => named[who]).join(', '),
      ...(refused === undefined ? [] : [`\`${refused}\``]),
    ]),
  );
}
