/** What CloudFront accepts from a function: anything else it answers with 502, and the viewer gets nothing of it. */
import * as v from 'valibot';
import type { FunctionEvent, FunctionRequest, FunctionResponse, Values } from './function-event.ts';
import { isHidden, readOnly } from './header-rules.ts';

export type Checked =
  | { readonly kind: 'request'; readonly request: FunctionRequest }
  | { readonly kind: 'response'; readonly response: FunctionResponse }
  | { readonly kind: 'invalid'; readonly why: string };

/** Characters: of URI and query string. */
const longestUri = 8_192;

const text = v.string();
const values = v.record(text, v.looseObject({ value: text, multiValue: v.optional(v.array(v.looseObject({ value: text }))) }));
const request = v.strictObject({
  method: text,
  uri: v.pipe(text, v.startsWith('/'), v.regex(/^[^\s#?]*$/)),
  querystring: values,
  headers: values,
  cookies: values,
});
const response = v.strictObject({
  statusCode: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  statusDescription: v.optional(text),
  headers: v.optional(values, {}),
  cookies: v.optional(values),
  body: v.optional(
    v.union([
      text,
      v.strictObject({ encoding: v.literal('text'), data: text }),
      v.strictObject({ encoding: v.literal('base64'), data: v.pipe(text, v.base64()) }),
    ]),
  ),
});

/** @param returned what the function returned, as data. */
export function checkOutcome(returned: unknown, event: FunctionEvent): Checked {
  const { eventType } = event.context;
  const isResponse = typeof returned === 'object' && returned !== null && 'statusCode' in returned;
  if (isResponse || eventType === 'viewer-response') {
    const parsed = v.safeParse(response, returned);
    if (!parsed.success) return invalid(v.summarize(parsed.issues));
    const objection = headerObjection(parsed.output.headers, event.response?.headers ?? {}, eventType);
    return objection ? invalid(objection) : { kind: 'response', response: parsed.output };
  }
  const parsed = v.safeParse(request, returned);
  if (!parsed.success) return invalid(v.summarize(parsed.issues));
  const { method, uri, querystring, headers } = parsed.output;
  if (method !== event.request.method) return invalid('The method is read-only.');
  if (uri.length + queryLength(querystring) >= longestUri) return invalid(`The URI has ${longestUri} characters or more.`);
  const objection = headerObjection(headers, event.request.headers, eventType);
  return objection ? invalid(objection) : { kind: 'request', request: parsed.output };
}

const invalid = (why: string): Checked => ({ kind: 'invalid', why });

const queryLength = (querystring: Values): number =>
  Object.entries(querystring).reduce((sum, [name, { value }]) => sum + name.length + value.length + 2, 0);

function headerObjection(returned: Values, given: Values, eventType: FunctionEvent['context']['eventType']): string | undefined {
  for (const [name, { value, multiValue = [] }] of Object.entries(returned)) {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return `${JSON.stringify(name)} is no name of a header in lower case.`;
    if (isHidden(name)) return `A function cannot add the header ${name}.`;
    if ([value, ...multiValue.map((each) => each.value)].some((each) => /[^\t\x20-\x7e\x80-\xff]/.test(each))) {
      return `The header ${name} holds a character that no header may have.`;
    }
  }
  const changed = readOnly[eventType].find((name) => returned[name]?.value !== given[name]?.value && returned[name] !== undefined);
  return changed === undefined ? undefined : `The header ${changed} is read-only.`;
}
