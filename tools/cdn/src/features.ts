/** What a feature is called, and where it is found (design: words). The name is the same in URL, git tag and command line. */
import { PintagError } from './errors.ts';

export interface Feature {
  /** `questionnaire`, `calendar-month`. */
  readonly name: string;
  /** Custom element tag, `pt-questionnaire`. */
  readonly element: string;
  /** Folder of its library relative to the repository root, `libs/questionnaire`. */
  readonly root: string;
  /** Entry file relative to the repository root, `libs/questionnaire/src/element.ts`. */
  readonly entry: string;
}

const entryFile = /^(libs\/(?<library>[^/]+))\/src\/(?:(?<part>[^/]+)\.)?element\.ts$/;
const words = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const reserved = /^(runtime|index|stable|next|latest|v\d+(\..*)?)$/;

/**
 * The features among `files` (paths relative to the repository root, `/` as separator), sorted by name.
 * @throws {PintagError} PT_FEATURE_NAME, PT_FEATURE_TWICE
 * @example findFeatures(['libs/calendar/src/element.ts']) // [{ name: 'calendar', element: 'pt-calendar', … }]
 */
export function findFeatures(files: Iterable<string>): Feature[] {
  const features: Feature[] = [];
  for (const file of files) {
    const match = entryFile.exec(file);
    if (!match?.groups) continue;
    const { library, part } = match.groups;
    const name = checkFeatureName(part ? `${library}-${part}` : library!);
    const twin = features.find((feature) => feature.name === name);
    if (twin) throw new PintagError('PT_FEATURE_TWICE', { name, entries: [twin.entry, file].sort() });
    features.push({ name, element: `pt-${name}`, root: match[1]!, entry: file });
  }
  return features.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * @returns `name`, when a URL, a git tag and a custom element tag can carry it.
 * @throws {PintagError} PT_FEATURE_NAME
 */
export function checkFeatureName(name: string): string {
  if (!words.test(name)) throw new PintagError('PT_FEATURE_NAME', { name, why: 'it is not lower-case words joined by hyphens' });
  if (reserved.test(name)) throw new PintagError('PT_FEATURE_NAME', { name, why: 'URLs use this word for something else' });
  return name;
}

/** Whether {@link checkFeatureName} takes it: for names that others wrote into tags, keys and lists. */
export const isFeatureName = (name: string): boolean => words.test(name) && !reserved.test(name);

/**
 * Where a feature's custom elements manifest is looked for, first what is its own: `libs/calendar/month.custom-elements.json` of the feature
 * `calendar-month`, else the library's `custom-elements.json`. Relative to the repository root.
 */
export function documentationFiles({ root, entry }: Pick<Feature, 'root' | 'entry'>): readonly string[] {
  const part = entryFile.exec(entry)?.groups?.['part'];
  const ofLibrary = `${root}/custom-elements.json`;
  return part === undefined ? [ofLibrary] : [`${root}/${part}.custom-elements.json`, ofLibrary];
}

/** The git tag of a version: `questionnaire-v1.1.0`. */
export const gitTag = (feature: string, version: string): string => `${feature}-v${version}`;
