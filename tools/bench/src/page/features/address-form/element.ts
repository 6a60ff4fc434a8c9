import { provideHttpClient } from '@angular/common/http';
import { defineFeature } from '@shared/elements';
import { AddressForm } from './address-form';

export const define = defineFeature({ component: AddressForm, providers: [provideHttpClient()] });
