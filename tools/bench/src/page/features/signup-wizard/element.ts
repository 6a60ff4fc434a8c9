import { provideHttpClient } from '@angular/common/http';
import { defineFeature } from '@shared/elements';
import { SignupWizard } from './signup-wizard';

export const define = defineFeature({ component: SignupWizard, providers: [provideHttpClient()] });
