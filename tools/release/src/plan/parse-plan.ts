/** Reads a plan that somebody kept as a file: `unknown` once, a `Plan` afterwards. */
import { PintagError } from '@pintag/cdn/errors';
import * as v from 'valibot';
import type { Plan } from './plan.ts';
import { planSchema } from './plan-schema.ts';

/** What this version of Pintag prints and reads. */
const knownSchema = 1;

/**
 * Fields that this version does not know are left out.
 * @param name of the file, for the message.
 * @throws {PintagError} PT_PLAN_INVALID
 */
export function parsePlan(bytes: Uint8Array, name: string): Plan {
  const json = jsonOf(bytes, name);
  const newer = newerSchema(json);
  if (newer !== undefined) {
    const problem = `it is of schema ${newer}, which a newer Pintag made; this one knows schema ${knownSchema}`;
    throw new PintagError('PT_PLAN_INVALID', { name, problem });
  }
  const result = v.safeParse(planSchema, json);
  if (result.success) return result.output;
  throw new PintagError('PT_PLAN_INVALID', {
    name,
    problem: result.issues.map((issue) => `${v.getDotPath(issue) ?? '(all)'}: ${issue.message}`).join('; '),
  });
}

function newerSchema(json: unknown): number | undefined {
  const schema = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  return typeof schema === 'number' && schema > knownSchema ? schema : undefined;
}

function jsonOf(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new PintagError('PT_PLAN_INVALID', { name, problem: 'it is not JSON' }, { cause });
  }
}
