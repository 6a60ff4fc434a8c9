/** Whether EventBridge would hand an event to a rule, for the part of the pattern language that the stack uses. */

type Json = Readonly<Record<string, unknown>>;

/** @throws {Error} the pattern says something that is not understood here */
export function matchesPattern(pattern: Json, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return (wanted as readonly Json[]).some((one) => matchesPattern(one, event));
    const found = isObject(event) ? event[key] : undefined;
    if (!Array.isArray(wanted)) return matchesPattern(wanted as Json, found);
    // Of a list in the event, one value has to fit.
    return (Array.isArray(found) ? found : [found]).some((value) => wanted.some((filter) => fits(filter, value)));
  });
}

function fits(filter: unknown, value: unknown): boolean {
  if (typeof filter === 'string') return filter === value;
  if (isObject(filter) && Object.keys(filter).join() === 'prefix')
    return typeof value === 'string' && value.startsWith(String(filter['prefix']));
  throw new Error(`${JSON.stringify(filter)} is not understood here.`);
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
