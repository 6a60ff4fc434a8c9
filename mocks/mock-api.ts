/** What a mocked API is, and how its scenarios come about: the happy path is the baseline, every other scenario is laid over it. */
import type { HttpHandler } from 'msw';
import { genericScenarios } from './generic-scenarios.ts';

/** What handlers may know about where they run. */
export interface MockContext<State> {
  /** Origin and base path before `/api/…`; `*` answers on any origin. A relative path would never match in Node. */
  readonly baseUrl: string;
  /** What the API remembers between requests. One per open API, kept when the scenario changes. */
  readonly state: State;
  readonly clock: () => Date;
}

/** Handlers, first match wins. As a scenario they stand before the happy path and leave to it what they do not answer. */
export type MockHandlers<State> = (context: MockContext<State>) => readonly HttpHandler[];

export interface MockScenario<State> {
  /** One sentence for the person who chooses it. */
  readonly about: string;
  readonly handlers: MockHandlers<State>;
}

export interface MockApiDefinition<State> {
  /** Its folder under mocks/, and its name in `?mocks=survey:error`. */
  readonly name: string;
  /** Where all of the API lives, `/api/surveys`; generic scenarios answer there and below. */
  readonly path: string;
  readonly createState: () => State;
  readonly happy: MockScenario<State>;
  /** What this API answers when it has nothing. */
  readonly empty: MockScenario<State>;
  /** Scenarios that only this API has. */
  readonly scenarios?: Readonly<Record<string, MockScenario<State>>>;
}

export interface OpenOptions {
  readonly baseUrl: string;
  readonly clock: () => Date;
}

/** An API with its own memory. */
export interface OpenMockApi {
  /** A fresh list: steps of a sequence and `once` handlers start again, the memory stays. Throws a RangeError on an unknown scenario. */
  handlers(scenario: string): readonly HttpHandler[];
}

export interface MockApi {
  readonly name: string;
  /** Every scenario with its sentence: `happy`, `empty`, `slow`, `error`, `offline`, `signed-out`, then the API's own. */
  readonly scenarios: Readonly<Record<string, string>>;
  open(options: OpenOptions): OpenMockApi;
}

/** Completes an API with the scenarios that every API has: `slow`, `error`, `offline` and `signed-out`. */
export function defineMockApi<State>(definition: MockApiDefinition<State>): MockApi {
  const { name, path, happy, empty } = definition;
  const scenarios: Readonly<Record<string, MockScenario<State>>> = {
    happy: { about: happy.about, handlers: () => [] },
    empty,
    ...genericScenarios(path),
    ...definition.scenarios,
  };

  return {
    name,
    scenarios: Object.fromEntries(Object.entries(scenarios).map(([scenario, { about }]) => [scenario, about])),
    open(options) {
      const context: MockContext<State> = { ...options, state: definition.createState() };
      return {
        handlers(scenario) {
          const chosen = Object.hasOwn(scenarios, scenario) ? scenarios[scenario] : undefined;
          if (!chosen) throw new RangeError(`${name} has no scenario ${scenario}. It has ${Object.keys(scenarios).join(', ')}.`);
          return [...chosen.handlers(context), ...happy.handlers(context)];
        },
      };
    },
  };
}
