/** What `*` and `?` stand for in a policy: anything, and any one character; nothing else is special. */
import { PolicyNotUnderstood } from './policy-document.ts';

export type Matches = (text: string) => boolean;

export function matcher(pattern: string, { ignoreCase = false }: { ignoreCase?: boolean } = {}): Matches {
  const source = [...pattern].map((letter) => (letter === '*' ? '.*' : letter === '?' ? '.' : RegExp.escape(letter))).join('');
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'isu' : 'su');
  return (text) => expression.test(text);
}

/**
 * `s3:PutObject`, `s3:Get*`, `*`; the same in any case.
 * @throws {PolicyNotUnderstood}
 */
export function actionMatcher(pattern: string): Matches {
  if (pattern !== '*' && !/^[a-z][a-z0-9-]*:[a-z0-9*?]+$/i.test(pattern)) {
    throw new PolicyNotUnderstood(`"${pattern}" is no action that is understood here.`);
  }
  return matcher(pattern, { ignoreCase: true });
}

/** `arn:partition:service:region:account:resource`; the resource keeps its colons. */
const partsOfArn = (arn: string): readonly string[] | undefined => /^(arn):([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/s.exec(arn)?.slice(1);

/**
 * An ARN's parts are compared each on its own: no `*` reaches over a colon into the next one.
 * @throws {PolicyNotUnderstood} it is neither `*` nor an ARN of six parts.
 */
export function arnMatcher(pattern: string): Matches {
  if (pattern === '*') return () => true;
  const parts = partsOfArn(pattern)?.map((part) => matcher(part));
  if (!parts) throw new PolicyNotUnderstood(`"${pattern}" is no ARN that is understood here.`);
  return (arn) => {
    const given = partsOfArn(arn);
    return given !== undefined && parts.every((matches, at) => matches(given[at]!));
  };
}
