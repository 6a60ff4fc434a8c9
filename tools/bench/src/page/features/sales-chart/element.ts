import { provideHttpClient } from '@angular/common/http';
import { defineFeature } from '@shared/elements';
import { SalesChart } from './sales-chart';

export const define = defineFeature({ component: SalesChart, providers: [provideHttpClient()] });
