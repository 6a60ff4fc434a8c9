/** What a live display of a release shows: grows with its events, and is drawn by a function of it alone. */
import type { FeatureMoved, ReleaseEvent } from '@pintag/release';
import { createColors } from 'picocolors';

export interface ReleaseView {
  readonly phase: string;
  /** By feature and version. */
  readonly features: ReadonlyMap<string, FeatureMoved>;
}

export const emptyView: ReleaseView = { phase: 'checkout', features: new Map() };

/** Only the phases that a person tells apart; what lies within one is not shown. */
const phases: Readonly<Record<string, string>> = {
  checkout: 'Reading the checkout',
  fetch: 'Fetching',
  repair: 'Finishing earlier releases',
  plan: 'Planning',
  build: 'Building',
  tag: 'Tagging',
  publish: 'Publishing',
  finish: 'Finishing',
};

export const enter = (view: ReleaseView, phase: string): ReleaseView => (phase in phases ? { ...view, phase } : view);

export function follow(view: ReleaseView, event: ReleaseEvent): ReleaseView {
  if (event.event !== 'feature') return view;
  const features = new Map(view.features);
  // Of a failure before the tag the version may be unknown.
  const key = event.version === undefined ? event.feature : `${event.feature}@${event.version}`;
  return { ...view, features: features.set(key, event) };
}

export interface Screen {
  /** Of the terminal. */
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds since the run began. */
  readonly elapsed: number;
  readonly colour: boolean;
}

const resting: ReadonlySet<string> = new Set(['staged', 'tagged', 'finished', 'failed']);

/** A line for the run, and one for each feature that something happens to, as many as fit; every line fits into one row. */
export function draw({ phase, features }: ReleaseView, { columns, rows, elapsed, colour }: Screen): string {
  const { bold, dim, red } = createColors(colour);
  const all = [...features];
  const of = (...states: readonly string[]) => all.filter(([, { state }]) => states.includes(state)).length;
  const counts = [
    ...(all.length > 0 ? [`${of('finished')} of ${all.length} done`] : []),
    ...(of('staged', 'tagged') > 0 ? [`${of('staged', 'tagged')} waiting`] : []),
  ].join(', ');
  const failed = of('failed') > 0 ? `${of('failed')} failed` : '';
  const head = fit([phases[phase] ?? phase, clock(elapsed), counts, failed].filter(Boolean).join('  '), columns);
  const tinted = failed && head.endsWith(failed) ? `${bold(head.slice(0, -failed.length))}${red(failed)}` : bold(head);

  const active = all.filter(([, { state }]) => !resting.has(state));
  const room = Math.max(1, Math.min(10, rows - 4));
  const shown = active.slice(0, active.length > room ? room - 1 : room);
  const width = Math.min(Math.max(0, ...shown.map(([name]) => name.length)), Math.max(8, columns - 22));
  const lines = shown.map(([name, event]) => fit(`  ${fit(name, width).padEnd(width)}  ${doing(event)}`, columns));
  const more = active.length - shown.length;
  return [tinted, ...lines.map((line) => dim(line)), ...(more > 0 ? [dim(fit(`  and ${more} more`, columns))] : [])].join('\n');
}

function doing({ state, files, bytes }: FeatureMoved): string {
  if (!files || !bytes) return state;
  return `${state}  ${files.done}/${files.of} files  ${megabytes(bytes.done)} of ${megabytes(bytes.of)} MB`;
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** `1:07`, and `1:02:03` from an hour on. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number: number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const fit = (text: string, columns: number): string => (text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`);
