import { provideHttpClient } from '@angular/common/http';
import { defineFeature } from '@shared/elements';
import { ProductSearch } from './product-search';

export const define = defineFeature({ component: ProductSearch, providers: [provideHttpClient()] });
