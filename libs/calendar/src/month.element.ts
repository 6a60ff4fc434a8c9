import { defineFeature } from '@shared/elements';
import { CalendarMonth } from './month-grid/calendar-month';

export const define = defineFeature({ component: CalendarMonth });
