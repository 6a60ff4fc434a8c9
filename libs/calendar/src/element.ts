import { defineFeature } from '@shared/elements';
import { Calendar } from './calendar';

export const define = defineFeature({ component: Calendar });
