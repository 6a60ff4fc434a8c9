/** Which file has a changed byte, and what then has to stop: exactly what needs it. */
import { runtimeName } from './features.ts';

/** What a page can do; each feature, what one of them does only when asked, and the page's own application. */
export type Ability = 'greeting' | 'more' | 'farewell' | 'alone';

export interface Change {
  /** Below `/elements/`. */
  readonly path: string;
  readonly stops: readonly Ability[];
}

const own = 'v1.0.0/greeting';
const shared = `runtime/${runtimeName}`;

export const changes = {
  'main.js': { path: `${own}/main.js`, stops: ['greeting', 'more'] },
  entry: { path: `${own}/element-GREETING.js`, stops: ['greeting', 'more'] },
  'static chunk': { path: `${own}/chunk-WORD.js`, stops: ['greeting', 'more'] },
  'lazy chunk': { path: `${own}/chunk-LAZY.js`, stops: ['more'] },
  'runtime, first layer': { path: `${shared}/angular.js`, stops: ['greeting', 'more', 'farewell'] },
  'runtime, second layer': { path: `${shared}/forms.js`, stops: ['more', 'farewell'] },
} as const satisfies Readonly<Record<string, Change>>;

export type ChangedFile = keyof typeof changes;
export const changedFiles = Object.keys(changes) as readonly ChangedFile[];
