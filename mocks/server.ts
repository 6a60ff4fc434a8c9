/** MSW in the Node process itself, for unit tests: requests of this process never leave it. */
import { setupServer, type SetupServer } from 'msw/node';
import { openMockNetwork, type MockNetworkOptions } from './mock-network.ts';
import { apis as registered } from './registry.ts';
import type { MockApi } from './mock-api.ts';

export interface MockServer {
  readonly msw: SetupServer;
  setScenario(api: string, scenario: string): void;
  close(): void;
}

export interface MockServerOptions extends Omit<MockNetworkOptions, 'apis'> {
  /** Default: every registered API. */
  readonly apis?: readonly MockApi[];
}

/** Starts at once. A request that no mock answers fails the test: `onUnhandledFrame` is `error`. */
export function startMockServer({ apis = registered, ...options }: MockServerOptions = {}): MockServer {
  const network = openMockNetwork({ apis, ...options });
  const msw = setupServer(...network.handlers());
  msw.listen({ onUnhandledFrame: 'error' });
  return {
    msw,
    setScenario(api, scenario) {
      network.setScenario(api, scenario);
      msw.resetHandlers(...network.handlers());
    },
    close: () => msw.close(),
  };
}
