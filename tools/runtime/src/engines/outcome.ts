/** What came of a page: read in the engine, and what it should be. */
import { type Ability, type ChangedFile, changes } from './changes.ts';
import { type Readable, waitFor } from './engine.ts';
import { type FeatureName, featureNames } from './features.ts';

export interface Outcome {
  /** What each feature shows; of one that was stopped, what the page put into it, and what it was told. */
  readonly greeting: string;
  readonly farewell: string;
  readonly alone: string;
  /** What `greeting` loads only when asked. */
  readonly more: string;
  /** Changed files that ran. None ever should. */
  readonly ran: readonly string[];
}

const works = { greeting: 'hello on angular', farewell: 'bye on angular and forms', alone: 'alone', more: 'more on angular and forms' };

const stopped = (ability: Ability, changed: ChangedFile): string => {
  if (ability === 'more') return changed === 'lazy chunk' || changed === 'runtime, second layer' ? 'refused' : 'not there';
  // Without the loader nobody is there to tell.
  return `${ability}… ${changed === 'main.js' ? 'told nothing' : 'PT_LOAD_FAILED'}`;
};

/** The page when nothing is changed, or one file. */
export function expectedOutcome(changed?: ChangedFile): Outcome {
  const stops: readonly Ability[] = changed ? changes[changed].stops : [];
  const of = (ability: Ability) => (changed && stops.includes(ability) ? stopped(ability, changed) : works[ability]);
  return { greeting: of('greeting'), farewell: of('farewell'), alone: of('alone'), more: of('more'), ran: [] };
}

/** The page of which features did not load, whatever is changed. */
export function withStopped(outcome: Outcome, features: readonly FeatureName[]): Outcome {
  const lost = Object.fromEntries(features.map((feature) => [feature, `${feature}… PT_LOAD_FAILED`]));
  return { ...outcome, ...lost, ...(features.includes('greeting') && { more: 'not there' }) };
}

/** Each feature is there, was told that it is not, or its loader was refused. */
const settled = `${JSON.stringify(featureNames)}.every((feature) => customElements.get('pt-' + feature) || seen.told['pt-' + feature] ||
  seen.refused.some((src) => src.includes('/' + feature + '/main.js')))`;

const outcome = `(async () => {
  const of = (feature) => {
    const element = document.querySelector('pt-' + feature);
    const isSeen = element.getClientRects().length > 0;
    const told = seen.told[element.localName]?.join() ?? 'told nothing';
    const isStyled = getComputedStyle(element).color === 'rgb(1, 2, 3)';
    const shown = element.shadowRoot ? element.shadowRoot.textContent + (isStyled ? '' : ' unstyled') : element.textContent + ' ' + told;
    return (isSeen ? '' : 'hidden: ') + shown;
  };
  const greeting = document.querySelector('pt-greeting');
  const more = greeting.more ? await greeting.more().catch(() => 'refused') : 'not there';
  return { greeting: of('greeting'), farewell: of('farewell'), alone: of('alone'), more, ran: seen.ran };
})()`;

/** Waits until the page has settled, and asks `greeting` for more. */
export async function outcomeOf(page: Readable): Promise<Outcome> {
  await waitFor(page, settled);
  return (await page.read(outcome)) as Outcome;
}
