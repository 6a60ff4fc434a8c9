/** Reads a plan that somebody kept as a file: `unknown` once, a `Plan` afterwards. */
import { PintagError } from '@pintag/cdn';
import * as v from 'valibot';
import { plainMessage } from '../git/plain-message.ts';
import { subjectOf } from './commit-bump.ts';
import type { Plan } from './plan.ts';

const bump = v.picklist(['major', 'minor', 'patch']);
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'is no full commit hash'));

/** Shown as a line, whoever wrote it. */
const subject = v.pipe(
  v.string(),
  v.transform((text) => subjectOf(plainMessage(text))),
);

const reason = v.object({
  kind: v.picklist(['own', 'dependency', 'lock-file', 'shared-file', 'promotion']),
  commit: v.string(),
  subject,
  file: v.optional(v.string()),
  through: v.optional(v.array(v.string())),
  bump: v.optional(bump),
});

const planSchema = v.object({
  schema: v.literal(1),
  commit: hash,
  committedAt: v.string(),
  branch: v.string(),
  releases: v.array(
    v.object({
      feature: v.string(),
      element: v.string(),
      from: v.optional(v.string()),
      to: v.string(),
      bump,
      channel: v.nullable(v.string()),
      tag: v.string(),
      reasons: v.array(reason),
      notes: v.string(),
      urls: v.object({ entry: v.string(), record: v.string() }),
      promotes: v.optional(v.string()),
    }),
  ),
  others: v.array(
    v.object({
      feature: v.string(),
      version: v.optional(v.string()),
      why: v.picklist(['unchanged', 'not-releasing', 'superseded', 'other-branch', 'failed']),
      by: v.optional(v.string()),
      message: v.optional(v.string()),
    }),
  ),
  ignored: v.array(v.object({ commit: v.string(), subject })),
});

/**
 * @param name of the file, for the message.
 * @throws {PintagError} PT_PLAN_INVALID
 */
export function parsePlan(bytes: Uint8Array, name: string): Plan {
  const result = v.safeParse(planSchema, jsonOf(bytes, name));
  if (result.success) return result.output;
  throw new PintagError('PT_PLAN_INVALID', {
    name,
    problem: result.issues.map((issue) => `${v.getDotPath(issue) ?? '(all)'}: ${issue.message}`).join('; '),
  });
}

function jsonOf(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new PintagError('PT_PLAN_INVALID', { name, problem: 'it is not JSON' }, { cause });
  }
}
