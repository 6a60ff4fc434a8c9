/** The calendar API's schemas by name; from the description that the feature's client uses too. */
import type { components } from '@features/calendar/api';

type Schemas = components['schemas'];

export type Event = Schemas['Event'];
export type EventContent = Schemas['EventContent'];
export type EventList = Schemas['EventList'];
export type FieldError = Schemas['FieldError'];
export type InvalidFields = Schemas['InvalidFields'];
export type Conflict = Schemas['Conflict'];
export type Problem = Schemas['Problem'];
export type When = Schemas['When'];
