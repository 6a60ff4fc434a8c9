/** A request's body as event content; only its shape is looked at here, the rules are in check-event.ts. */
import type { EventContent, When } from './types.ts';

const colors: readonly string[] = ['blue', 'green', 'amber', 'red', 'purple', 'teal', 'gray'] satisfies EventContent['color'][];

export type ReadContent = EventContent & { readonly id?: string };

/** `undefined` for a body that is no event. */
export async function readEvent(request: Request): Promise<ReadContent | undefined> {
  const body = await readJson(request);
  if (!isRecord(body) || !isRecord(body['when'])) return undefined;
  const { id, title, location, notes, color } = body;
  const when = readWhen(body['when']);
  if (!when || typeof title !== 'string' || typeof location !== 'string' || typeof notes !== 'string' || !isColor(color)) return undefined;
  return { title, when, location, notes, color, ...(typeof id === 'string' && { id }) };
}

function readWhen({ allDay, start, end, timeZone }: Readonly<Record<string, unknown>>): When | undefined {
  if (typeof start !== 'string' || typeof end !== 'string') return undefined;
  if (allDay === true) return { allDay, start, end };
  return allDay === false && typeof timeZone === 'string' ? { allDay, start, end, timeZone } : undefined;
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    // Broken JSON is the caller's mistake, which the API answers with 400.
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isColor = (value: unknown): value is EventContent['color'] => typeof value === 'string' && colors.includes(value);
