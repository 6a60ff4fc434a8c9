import { defineFeature } from '@shared/elements';
import { CalendarAgenda } from './agenda/calendar-agenda';

export const define = defineFeature({ component: CalendarAgenda });
