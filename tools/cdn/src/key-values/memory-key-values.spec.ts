import { describeKeyValues } from './key-values-contract.ts';
import { createMemoryKeyValues } from './memory-key-values.ts';

describeKeyValues('memory', createMemoryKeyValues);
