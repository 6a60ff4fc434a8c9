import { defineFeature } from '@shared/elements';
import { FileList } from './file-list';

export const define = defineFeature({ component: FileList });
