/** The line of HTML by which a page tries what a pull request built. */
import { type PreviewPlace, previewKey } from '../layout.ts';
import { escapeAttribute } from './script-tag.ts';

export interface PreviewTag {
  /** Of the edge, without a trailing slash. */
  readonly origin: string;
  readonly place: PreviewPlace;
  readonly feature: string;
  /** Of its main.js; it covers this build and no other. */
  readonly integrity: string;
}

/** @throws {PintagError} PT_USAGE, PT_FEATURE_NAME */
export const previewUrl = ({ origin, place, feature }: Omit<PreviewTag, 'integrity'>): string =>
  `${origin.replace(/\/+$/, '')}/${previewKey(place, feature, 'main.js')}`;

/**
 * @throws {PintagError} PT_USAGE, PT_FEATURE_NAME
 * @example previewTag({ origin: 'https://cdn.example.com', place: { pr: 7, sha: '0a1b2c3' }, feature: 'calendar', integrity: 'sha384-…' })
 * // '<script src="https://cdn.example.com/elements/_preview/pr-7/0a1b2c3/calendar/main.js" integrity="sha384-…" crossorigin="anonymous"></script>'
 */
export const previewTag = ({ integrity, ...target }: PreviewTag): string =>
  `<script src="${escapeAttribute(previewUrl(target))}" integrity="${escapeAttribute(integrity)}" crossorigin="anonymous"></script>`;
