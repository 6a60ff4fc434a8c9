import { describeIntegrity } from './integrity-suite.ts';

describeIntegrity('chromium');
