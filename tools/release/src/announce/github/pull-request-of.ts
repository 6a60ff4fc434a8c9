/** Which open pull request comes from a branch. */
import { PintagError } from '@pintag/cdn/errors';
import * as v from 'valibot';
import type { GithubClient } from './github-client.ts';

export interface PullRequestHead {
  /** `owner:branch` */
  readonly head: string;
  /** The commit that it has to be at. Default: any. */
  readonly sha?: string;
}

const pullsSchema = v.array(v.object({ number: v.number(), head: v.object({ sha: v.string(), label: v.nullable(v.string()) }) }));

/** @returns its number; `undefined` when there is none, or it has moved on. */
export async function pullRequestOf(client: GithubClient, { head, sha }: PullRequestHead): Promise<number | undefined> {
  if (!/^[\w.-]+:[^\s~^:?*[\\]+$/.test(head)) throw new PintagError('PT_USAGE', { problem: `"${head}" is not of the form owner:branch.` });
  const found = v.parse(pullsSchema, (await client.read('GET pulls?head={head}&state=open', { head })) ?? []);
  return found.find((pull) => pull.head.label === head && (sha === undefined || pull.head.sha === sha))?.number;
}
