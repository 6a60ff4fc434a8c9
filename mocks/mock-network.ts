/** All mocked APIs as one list of handlers. Browser worker, Node server, backend and Playwright bridge are thin shells around it. */
import { delay, http, type HttpHandler } from 'msw';
import type { MockApi } from './mock-api.ts';
import { plainProblem, problem } from './problem.ts';
import { formatChoice, parseChoice, type ScenarioChoice } from './scenario-choice.ts';

export interface MockNetworkOptions {
  readonly apis: readonly MockApi[];
  /** `*` (the default) answers on any origin. */
  readonly baseUrl?: string;
  readonly clock?: () => Date;
  /** Text as in `?mocks=`. A part that names no scenario throws a RangeError. */
  readonly scenario?: string;
  /** Milliseconds before every answer. */
  readonly latency?: number;
}

export interface MockNetwork {
  readonly choice: ScenarioChoice;
  /** Milliseconds before every answer. */
  latency: number;
  /** The list as it stands; the same instances until a scenario or the latency changes. */
  handlers(): readonly HttpHandler[];
  /** Throws a RangeError on an unknown API or scenario. Choosing the scenario again starts its sequences again. */
  setScenario(api: string, scenario: string): void;
}

export function openMockNetwork({
  apis,
  baseUrl = '*',
  clock = () => new Date(),
  scenario = '',
  latency = 0,
}: MockNetworkOptions): MockNetwork {
  const open = new Map(apis.map((api) => [api.name, api.open({ baseUrl, clock })]));
  const choice: Record<string, string> = Object.fromEntries(apis.map(({ name }) => [name, 'happy']));
  let milliseconds = latency;
  let handlers: readonly HttpHandler[] | undefined;

  const choose = (text: string) => {
    const { choice: chosen, mistakes } = parseChoice(text, apis);
    if (mistakes.length) throw new RangeError(mistakes.join(' '));
    Object.assign(choice, chosen);
    handlers = undefined;
  };
  choose(scenario);

  return {
    get choice() {
      return { ...choice };
    },
    get latency() {
      return milliseconds;
    },
    set latency(value: number) {
      milliseconds = value;
      handlers = undefined;
    },
    handlers: () =>
      (handlers ??= [
        ...(milliseconds > 0 ? [http.all(`${baseUrl}/api/*`, async () => void (await delay(milliseconds)))] : []),
        ...[...open].flatMap(([name, api]) => api.handlers(choice[name] ?? 'happy')),
        http.all(`${baseUrl}/api/*`, ({ request }) => unmockedResponse(request)),
      ]),
    setScenario: (api, name) => choose(formatChoice({ [api]: name }) || `${api}:happy`),
  };
}

/** What a request gets that no handler knows: a gap in the mocks must be seen, not passed on to a server that is not there. */
export function unmockedResponse(request: Request) {
  const { pathname } = new URL(request.url);
  return problem(plainProblem(501, 'Not Implemented', `No mock answers ${request.method} ${pathname}.`));
}
