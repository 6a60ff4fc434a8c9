/** Every mocked API. An API registers here; a bundle cannot scan folders. */
import { calendarApi } from './calendar/scenarios.ts';
import type { MockApi } from './mock-api.ts';
import { surveyApi } from './survey/scenarios.ts';

export const apis: readonly MockApi[] = [surveyApi, calendarApi];
