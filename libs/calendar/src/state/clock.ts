/** The time of day, as a dependency. */

import { InjectionToken } from '@angular/core';

/** Milliseconds since 1970-01-01T00:00Z. */
export type Clock = () => number;

export const CLOCK = new InjectionToken<Clock>('Clock', { providedIn: 'root', factory: () => () => Date.now() });
