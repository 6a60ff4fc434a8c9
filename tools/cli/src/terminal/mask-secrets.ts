/** Keeps secrets out of everything that is printed: the values of variables that sound like one, plain and URL-encoded. */

const soundsSecret = /(secret|token|passw(or)?d|credential|private|api_?key|session)/i;
/** Shorter values would turn ordinary words into asterisks. */
const shortest = 5;

/**
 * @returns a function that replaces each secret of `env` in a text by `[secure]`, and the password of any URL.
 * @example maskSecrets({ AWS_SECRET_ACCESS_KEY: 'abcdef' })('key abcdef') // 'key [secure]'
 */
export function maskSecrets(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => soundsSecret.test(name) && value !== undefined && value.trim().length >= shortest)
    .flatMap(([, value]) => [value!, encodeURIComponent(value!), encodeURI(value!)])
    .sort((a, b) => b.length - a.length);
  const known = secrets.length ? new RegExp([...new Set(secrets)].map(escape).join('|'), 'g') : undefined;

  return (text) => (known ? text.replace(known, '[secure]') : text).replace(/(\w+:\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1[secure]@');
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
