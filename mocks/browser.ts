/** The mocks in a browser page: one service worker, owned by the page, started before any element is defined. */
import { HttpNetworkFrame } from 'msw/experimental';
import { setupWorker, type SetupWorker } from 'msw/browser';
import type { UnhandledFrameHandle } from 'msw';
import type { MockApi } from './mock-api.ts';
import { openMockNetwork, type MockNetwork } from './mock-network.ts';
import { apis as registered } from './registry.ts';
import { formatChoice, parseChoice, type ScenarioChoice } from './scenario-choice.ts';

/** What a developer, a panel or a test may do to the mocks of a page: `window.__mocks`. */
export interface BrowserMocks {
  /** Every API with its scenarios and what they are about. */
  readonly apis: readonly Pick<MockApi, 'name' | 'scenarios'>[];
  readonly choice: ScenarioChoice;
  /** Milliseconds before every answer; kept for the next visit. */
  latency: number;
  /** In force at once and kept for the next visit; `mocks:changed` tells the page to ask again. */
  set(api: string, scenario: string): void;
  /** All happy again, no latency, nothing kept. */
  reset(): void;
  /** The address of this page with the present choice in `?mocks=`. */
  link(): string;
  stop(): Promise<void>;
}

declare global {
  interface Window {
    __mocks?: BrowserMocks;
  }
}

export interface StartMocksOptions {
  /** Default: every registered API. */
  readonly apis?: readonly MockApi[];
  /** Default: `mockServiceWorker.js` beside the page's base URL. */
  readonly workerUrl?: string;
}

const storageKey = 'pintag:mocks';

/**
 * Starts the worker and resolves when it answers. Wait for it before defining an element:
 * requests that are made earlier go to the network. Never rejects, so that the page starts without mocks rather than not at all.
 */
export async function startMocks({ apis = registered, workerUrl = 'mockServiceWorker.js' }: StartMocksOptions = {}): Promise<
  BrowserMocks | undefined
> {
  try {
    const kept = readKept();
    const asked = new URL(location.href).searchParams.get('mocks');
    const { choice, mistakes } = parseChoice(asked ?? kept.scenario, apis);
    for (const mistake of mistakes) console.warn(`[mocks] ${mistake}`);

    const network = openMockNetwork({ apis, scenario: formatChoice(choice), latency: kept.latency });
    const worker = setupWorker(...network.handlers());
    await worker.start({
      quiet: true,
      serviceWorker: { url: new URL(workerUrl, document.baseURI).href },
      onUnhandledFrame: warnAboutData,
    });
    const mocks = controls(apis, network, worker);
    window.__mocks = mocks;
    console.info(
      `[mocks] ${apis.map(({ name }) => `${name}:${network.choice[name]}`).join(', ')}. Change with __mocks.set('api', 'scenario').`,
    );
    return mocks;
  } catch (cause) {
    console.error('[mocks] The worker did not start; requests go to the network.', cause);
    return undefined;
  }
}

function controls(apis: readonly MockApi[], network: MockNetwork, worker: SetupWorker): BrowserMocks {
  const apply = () => {
    worker.resetHandlers(...network.handlers());
    keep({ scenario: formatChoice(network.choice), latency: network.latency });
    window.dispatchEvent(new CustomEvent('mocks:changed', { detail: network.choice }));
  };
  return {
    apis: apis.map(({ name, scenarios }) => ({ name, scenarios })),
    get choice() {
      return network.choice;
    },
    get latency() {
      return network.latency;
    },
    set latency(milliseconds) {
      network.latency = milliseconds;
      apply();
    },
    set(api, scenario) {
      network.setScenario(api, scenario);
      apply();
    },
    reset() {
      for (const { name } of apis) network.setScenario(name, 'happy');
      network.latency = 0;
      apply();
    },
    link() {
      const url = new URL(location.href);
      url.searchParams.set('mocks', formatChoice(network.choice));
      return url.href;
    },
    stop: async () => worker.stop(),
  };
}

/** Pages and files (elements, chunks, styles) are none of our business; data that no API owns deserves a word. */
const warnAboutData: UnhandledFrameHandle = ({ frame, defaults }) => {
  if (!(frame instanceof HttpNetworkFrame)) return;
  const { destination, headers, url } = frame.data.request;
  const isFile = /\.[a-z0-9]+$/i.test(new URL(url).pathname);
  const isPage = headers.get('Accept')?.includes('text/html') ?? false;
  if (destination === '' && !isFile && !isPage) defaults.warn();
};

interface Kept {
  readonly scenario: string;
  readonly latency: number;
}

function keep(kept: Kept): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch (cause) {
    console.warn('[mocks] The choice holds for this visit only: the browser refuses to store it.', cause);
  }
}

function readKept(): Kept {
  // Refused storage or a hand-edited value: start happy.
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    const { scenario, latency } = kept as { readonly scenario?: unknown; readonly latency?: unknown };
    return { scenario: typeof scenario === 'string' ? scenario : '', latency: typeof latency === 'number' ? latency : 0 };
  } catch {
    return { scenario: '', latency: 0 };
  }
}
