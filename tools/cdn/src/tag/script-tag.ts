/** The one line of HTML that a host page needs. */
import { artefactKey, channelPath } from '../layout.ts';

export interface ScriptTag {
  /** Of the edge, without a trailing slash: `https://cdn.example.com`. */
  readonly origin: string;
  readonly feature: string;
  readonly version: string;
  /** Default `main.js`. */
  readonly entry?: string;
  /** Of this version's entry and of those that the page may be rolled back to. None: the bare tag, which accepts whatever the CDN answers. */
  readonly integrities?: readonly string[];
}

/**
 * @throws {PintagError} PT_FEATURE_NAME, PT_VERSION_FORMAT
 * @example scriptTag({ origin: 'https://cdn.example.com', feature: 'calendar', version: '1.0.1' })
 * // '<script src="https://cdn.example.com/elements/v1.0.1/calendar/main.js"></script>'
 */
export function scriptTag({ integrities = [], ...target }: ScriptTag): string {
  const src = `src="${escapeAttribute(entryUrl(target))}"`;
  // Without crossorigin a browser cannot compare the integrity, and refuses the script.
  const checked = integrities.length ? ` integrity="${escapeAttribute(integrities.join(' '))}" crossorigin="anonymous"` : '';
  return `<script ${src}${checked}></script>`;
}

/**
 * The tag that loads what a channel points to; never with integrity, which nobody could know.
 * @example channelTag({ origin: 'https://cdn.example.com', feature: 'calendar', channel: 'stable' })
 * // '<script src="https://cdn.example.com/elements/stable/calendar/main.js"></script>'
 */
export const channelTag = ({ origin, feature, channel }: Pick<ScriptTag, 'origin' | 'feature'> & { readonly channel: string }): string =>
  `<script src="${escapeAttribute(`${origin.replace(/\/+$/, '')}/${channelPath(channel, feature)}`)}"></script>`;

/** Absolute URL of a version's entry. */
export const entryUrl = ({ origin, feature, version, entry = 'main.js' }: Omit<ScriptTag, 'integrities'>): string =>
  `${origin.replace(/\/+$/, '')}/${artefactKey(feature, version, entry)}`;

/** For a double-quoted attribute of HTML, XHTML or a template. */
export const escapeAttribute = (text: string): string =>
  text.replace(/[&"<>]/g, (character) => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' })[character]!);
