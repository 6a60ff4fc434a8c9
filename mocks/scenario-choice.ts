/** Which scenario each API is in, as the text of `?mocks=survey:error,calendar:empty`. */
import type { MockApi } from './mock-api.ts';

/** Scenario by API name; an API that is not in it is `happy`. */
export type ScenarioChoice = Readonly<Record<string, string>>;

export interface ParsedChoice {
  readonly choice: ScenarioChoice;
  /** A sentence for each part of the text that names no API or no scenario; such parts are left out of the choice. */
  readonly mistakes: readonly string[];
}

export function parseChoice(text: string, apis: readonly MockApi[]): ParsedChoice {
  const choice: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const part of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [name = '', scenario = ''] = part.split(':');
    const api = apis.find((api) => api.name === name);
    if (!api) mistakes.push(`No mocked API is called "${name}". There are ${list(apis.map(({ name }) => name))}.`);
    else if (!Object.hasOwn(api.scenarios, scenario))
      mistakes.push(`${name} has no scenario "${scenario}". It has ${list(Object.keys(api.scenarios))}.`);
    else choice[name] = scenario;
  }
  return { choice, mistakes };
}

/** The text that `parseChoice` reads; happy APIs are left out. */
export function formatChoice(choice: ScenarioChoice): string {
  return Object.entries(choice)
    .filter(([, scenario]) => scenario !== 'happy')
    .map(([name, scenario]) => `${name}:${scenario}`)
    .join(',');
}

const list = (names: readonly string[]) => (names.length ? names.join(', ') : 'none');
