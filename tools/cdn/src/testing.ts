/** For the tests of everything above: store, edge and key-value store in memory, and the contracts that every store keeps. */
export * from './store/memory-store.ts';
export * from './store/store-contract.ts';
export * from './edge/memory-edge.ts';
export * from './key-values/memory-key-values.ts';
export * from './key-values/key-values-contract.ts';
