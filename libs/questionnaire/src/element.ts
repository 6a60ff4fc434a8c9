import { defineFeature } from '@shared/elements';
import { Questionnaire } from './questionnaire';

export const define = defineFeature({ component: Questionnaire, formAssociated: true });
