/** Keeps secrets out of everything that is printed: the values of variables that sound like one, plain and URL-encoded. */

const soundsSecret = /(secret|token|passw(or)?d|credential|private|api_?key|session)/i;
/** Of any URL; a token is often the user name, with no password. */
const userInfo = /\b(\w+):\/\/([^/\s"<>\\?#]+)@/g;
/** Shorter values would turn ordinary words into asterisks. */
const shortest = 5;

/**
 * @returns a function that replaces each secret of `env` in a text by `[secure]`, and user name and password of any URL.
 * @example maskSecrets({ AWS_SECRET_ACCESS_KEY: 'abcdef' })('key abcdef') // 'key [secure]'
 */
export function maskSecrets(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => soundsSecret.test(name) && value !== undefined && value.trim().length >= shortest)
    .flatMap(([, value]) => [value!, encodeURIComponent(value!), encodeURI(value!)])
    .sort((a, b) => b.length - a.length);
  const known = secrets.length ? new RegExp([...new Set(secrets)].map(escape).join('|'), 'g') : undefined;

  return (text) => (known ? text.replace(known, '[secure]') : text).replace(userInfo, maskUser);
}

/** The lone user of ssh:// says how to reach the host, and the key is elsewhere. */
const maskUser = (found: string, scheme: string, user: string): string =>
  scheme.toLowerCase() === 'ssh' && !user.includes(':') ? found : `${scheme}://[secure]@`;

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
