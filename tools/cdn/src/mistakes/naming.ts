/** Names of features, versions and files, as people write them. */
import { nearestNames } from '../nearest-names.ts';

/** A monorepo may have hundreds of features. */
const mostNamed = 20;

export const naming = {
  PT_FEATURE_NAME: ({ name, why }: { name: string; why: string }) => ({
    sentence: `"${name}" cannot be a feature name: ${why}.`,
    remedy: 'Rename the folder under libs/ to lower-case words joined by hyphens, such as "questionnaire" or "seating-plan".',
  }),
  PT_FEATURE_UNKNOWN: ({ feature, known }: { feature: string; known: readonly string[] }) => ({
    sentence: `There is no feature ${feature}.`,
    remedy: known.length
      ? `${didYouMean(nearestNames(feature, known))}The features are ${known.slice(0, mostNamed).join(', ')}${known.length > mostNamed ? ` and ${known.length - mostNamed} more` : ''}.`
      : 'None has been released yet, or no folder under libs/ has a src/element.ts: see docs/add-a-feature.md, then run `pintag release`.',
  }),
  PT_FEATURE_NO_ELEMENT: ({ library }: { library: string }) => ({
    sentence: `${library} has no element, so there is nothing to build.`,
    remedy: `Add ${library}/src/element.ts that exports \`define\` (see docs/errors/PT_FEATURE_NO_ELEMENT.md), or move what features share to libs/shared/.`,
  }),
  PT_FEATURE_TWICE: ({ name, entries }: { name: string; entries: readonly string[] }) => ({
    sentence: `Two entry files give the feature ${name}: ${entries.join(' and ')}.`,
    remedy: 'Rename one of them: a feature has one name in its URL, its git tag and its element.',
  }),
  PT_VERSION_UNKNOWN: ({ feature, version, nearest }: { feature: string; version: string; nearest: readonly string[] }) => ({
    sentence: `${feature} has no version ${version}.`,
    remedy: nearest.length
      ? `The nearest published versions are ${nearest.join(', ')}.`
      : `Nothing of ${feature} has been published yet: run \`pintag release\`.`,
  }),
  PT_VERSION_FORMAT: ({ version }: { version: string }) => ({
    sentence: `"${version}" is no version that can be released.`,
    remedy:
      'Write all three numbers, and a prerelease if there is one, such as 1.1.0 or 2.0.0-next.1: without "v", range or build metadata.',
  }),
  PT_TAG_UNKNOWN: ({ tag, known }: { tag: string; known: readonly string[] }) => ({
    sentence: `The remote has no release tag ${tag}.`,
    remedy: known.length ? `Release tags that wait to be adopted: ${known.join(', ')}.` : "Every release tag is Pintag's own already.",
  }),
  PT_TAG_NOT_LOST: ({ tag, known }: { tag: string; known: readonly string[] }) => ({
    sentence: `${tag} is no tag that was lost: it is there, or nothing says which commit it was on.`,
    remedy: known.length
      ? `Tags that can be pushed again: ${known.join(', ')}.`
      : 'No tag is missing; `pintag reconcile --check` lists everything that does not fit together.',
  }),
  PT_RUNTIME_NAME: ({ name }: { name: string }) => ({
    sentence: `"${name}" is no name of a shared runtime.`,
    remedy:
      'Build the feature again: `npx pintag build` names a runtime after its version and its content, such as angular-22.1.7-0f2c9a41d07be358.',
  }),
  PT_FILE_PATH: ({ path }: { path: string }) => ({
    sentence: `"${path}" cannot be a file of a version.`,
    remedy: 'Name it with letters, digits and "._~@+-", in folders separated by "/", none of them "." or "..".',
  }),
  PT_CONTENT_TYPE: ({ path, known }: { path: string; known: readonly string[] }) => ({
    sentence: `The content type of ${path} is not known.`,
    remedy: `Leave the file out of the build, or give it one of these extensions: ${known.join(', ')}.`,
  }),
} as const;

const didYouMean = (nearest: readonly string[]): string => (nearest.length > 0 ? `Is it ${nearest.join(' or ')}? ` : '');
