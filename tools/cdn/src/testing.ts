/** For the tests of everything above: the store in memory, and the contract that every backend keeps. */
export * from './store/memory-store.ts';
export * from './store/store-contract.ts';
