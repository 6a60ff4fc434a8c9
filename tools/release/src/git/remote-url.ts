/** Remote URLs in every form git takes: path, file://, https, ssh, host:path. */
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** git's own rule (connect.c): a colon before the first slash means a host. */
const isLocalPath = (url: string): boolean => !url.includes('://') && !/^[^/]+:/.test(url);

/** `url` as it can be used from any folder: a path relative to the checkout becomes an absolute one. */
export const absoluteUrl = (url: string, root: string): string => (isLocalPath(url) && !isAbsolute(url) ? resolve(root, url) : url);

/** `url` without user name, password, query and fragment, as it may be shown. */
export function publicUrl(url: string): string {
  if (!/^[a-z+]+:\/\//i.test(url) || !URL.canParse(url)) return publicText(url);
  const parsed = new URL(url);
  const isHttp = /^(git\+)?https?:$/.test(parsed.protocol);
  parsed.password = '';
  // In ssh:// the user is part of the address, and no secret.
  if (isHttp) Object.assign(parsed, { username: '', search: '', hash: '' });
  return parsed.href;
}

/** `text` with every URL in it as `publicUrl` would show it: git's messages name URLs in other spellings than the one that it was given. */
export const publicText = (text: string): string =>
  text
    .replace(/\b(\w+):\/\/([^/\s"<>\\?#]*)@/g, (_, scheme: string, user: string) =>
      scheme.toLowerCase() === 'ssh' ? `${scheme}://${user.split(':')[0]}@` : `${scheme}://`,
    )
    .replace(/\b(https?:\/\/[^\s"'<>?#]+)[?#][^\s"'<>]*/gi, '$1');

/** What semantic-release and the links in release notes are given: always parseable as URL or as host:path. */
export function linkUrl(url: string): { readonly url: string; readonly hasPages: boolean } {
  if (isLocalPath(url)) return { url: pathToFileURL(url).href, hasPages: false };
  return { url: publicUrl(url).replace(/^git\+(?=https?:)/, ''), hasPages: !url.startsWith('file:') };
}
