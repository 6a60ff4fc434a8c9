/** The mocks under a Playwright page, without a service worker: a worker's answers would win over routes, so block them there. */
import { getResponse } from 'msw';
import type { BrowserContext, Page, Route } from 'playwright-core';
import type { MockApi } from './mock-api.ts';
import { openMockNetwork, type MockNetworkOptions } from './mock-network.ts';
import { apis as registered } from './registry.ts';

export interface BridgeOptions extends Omit<MockNetworkOptions, 'apis'> {
  /** Default: every registered API. */
  readonly apis?: readonly MockApi[];
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface MockBridge {
  /** Every API request so far, oldest first. */
  readonly requests: readonly SeenRequest[];
  setScenario(api: string, scenario: string): void;
}

/** Answers every `…/api/…` request of the page or context. Create the context with `serviceWorkers: 'block'`. */
export async function bridgeMocks(
  target: BrowserContext | Page,
  { apis = registered, ...options }: BridgeOptions = {},
): Promise<MockBridge> {
  const network = openMockNetwork({ apis, ...options });
  const requests: SeenRequest[] = [];

  const answer = async (route: Route) => {
    const asked = route.request();
    const headers = await asked.allHeaders();
    const seen = { method: asked.method(), url: asked.url(), headers, body: asked.postData() };
    requests.push(seen);
    const response = await getResponse([...network.handlers()], new Request(seen.url, { method: seen.method, headers, body: seen.body }));
    if (!response) return route.fallback();
    if (response.type === 'error') return route.abort('internetdisconnected');
    await route.fulfill({
      status: response.status,
      headers: { ...Object.fromEntries(response.headers), ...allowed(headers['origin']) },
      body: Buffer.from(await response.arrayBuffer()),
    });
  };

  // A page that leaves while an answer is on its way ends the route with it.
  await target.route('**/api/**', (route) => answer(route).catch((cause: unknown) => ignoreClosed(cause)));
  return { requests, setScenario: network.setScenario };
}

const allowed = (origin: string | undefined): Record<string, string> =>
  origin === undefined ? {} : { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' };

function ignoreClosed(cause: unknown): void {
  if (!/closed|already handled/i.test(String(cause))) throw cause;
}
