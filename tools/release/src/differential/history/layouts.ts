/** The branch settings that histories are made under: semantic-release's `branches`, and what the generator has to know to make sensible tags. */

export interface LayoutBranch {
  readonly name: string;
  readonly kind: 'release' | 'prerelease' | 'maintenance';
  /** As semantic-release writes it into a note. */
  readonly channel: string | null;
  /** The one feature that may be released from it; absent: all. */
  readonly feature?: string;
}

/** An entry of semantic-release's `branches`. */
export type Spec =
  string | { readonly name: string; readonly channel?: string | false; readonly range?: string; readonly prerelease?: string | boolean };

export interface Layout {
  readonly name: string;
  readonly specs: readonly Spec[];
  /** The first is the main one. */
  readonly branches: readonly LayoutBranch[];
}

const main: LayoutBranch = { name: 'main', kind: 'release', channel: null };
const prerelease = (name: string): LayoutBranch => ({ name, kind: 'prerelease', channel: name });
const maintenance = (name: string, feature?: string): LayoutBranch => ({
  name,
  kind: 'maintenance',
  channel: name.replace(/^.*-/, ''),
  ...(feature && { feature }),
});

const maintenanceGlob = '+([0-9])?(.{+([0-9]),x}).x';
const ownMaintenance = (feature: string): Spec => ({ name: `${feature}-1.x`, range: '1.x', channel: '1.x' });

export const layouts: readonly Layout[] = [
  { name: 'main alone', specs: ['main'], branches: [main] },
  {
    name: 'prereleases',
    specs: ['main', { name: 'next', prerelease: true }, { name: 'beta', prerelease: true }],
    branches: [main, prerelease('next'), prerelease('beta')],
  },
  {
    name: 'the default',
    specs: [maintenanceGlob, 'main', { name: 'next', prerelease: true }, { name: 'beta', prerelease: true }],
    branches: [main, prerelease('next'), maintenance('1.x'), prerelease('beta')],
  },
  {
    name: 'a channel of its own',
    specs: ['main', 'next', { name: 'beta', prerelease: 'rc', channel: 'early-${name}' }],
    branches: [main, { name: 'next', kind: 'release', channel: 'next' }, { name: 'beta', kind: 'prerelease', channel: 'early-beta' }],
  },
  {
    name: 'maintenance of all features',
    specs: ['1.x', 'main', { name: 'next', channel: 'early' }],
    branches: [main, maintenance('1.x'), { name: 'next', kind: 'release', channel: 'early' }],
  },
  {
    name: 'maintenance of single features',
    specs: ['main', ownMaintenance('questionnaire'), ownMaintenance('calendar'), { name: 'next', prerelease: true }],
    branches: [main, maintenance('questionnaire-1.x', 'questionnaire'), maintenance('calendar-1.x', 'calendar'), prerelease('next')],
  },
];

/** Prerelease identifier of a branch in these layouts. */
export const identifierOf = ({ channel, name }: LayoutBranch): string => (channel === 'early-beta' ? 'rc' : name);
