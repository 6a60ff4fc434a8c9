/** The mocks in Node: in the process for unit tests, or as a backend over HTTP. */
export { startBackend, type Backend, type BackendOptions } from './backend.ts';
export { startMockServer, type MockServer, type MockServerOptions } from './server.ts';
