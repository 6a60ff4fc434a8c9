/** For the tests of everything above: store and edge in memory, and the contract that every store keeps. */
export * from './store/memory-store.ts';
export * from './store/store-contract.ts';
export * from './edge/memory-edge.ts';
