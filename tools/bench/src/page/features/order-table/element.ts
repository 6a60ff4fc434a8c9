import { provideHttpClient } from '@angular/common/http';
import { defineFeature } from '@shared/elements';
import { OrderTable } from './order-table';

export const define = defineFeature({ component: OrderTable, providers: [provideHttpClient()] });
