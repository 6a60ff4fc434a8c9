/** The fault table, for the command that walks it. */
export { type CephStore } from './ceph-bucket.ts';
export { type FaultRow, inWords } from './fault-table.ts';
export { pickRows } from './pick-rows.ts';
export { summarise, summaryLines, summaryTable, type WalkSummary } from './summarise-walk.ts';
export { makeTemporaryFolder } from './temporary-folder.ts';
export { type Walk, walkFaultTable, type WalkedRow } from './walk-table.ts';
