/** The mocks as far as they run anywhere. See browser.ts, node.ts and playwright.ts for where they run. */
export { defineMockApi, type MockApi, type MockContext, type MockScenario } from './mock-api.ts';
export { openMockNetwork, type MockNetwork, type MockNetworkOptions } from './mock-network.ts';
export { apis } from './registry.ts';
