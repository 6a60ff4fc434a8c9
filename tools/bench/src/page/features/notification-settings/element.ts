import { provideHttpClient } from '@angular/common/http';
import { defineFeature } from '@shared/elements';
import { NotificationSettings } from './notification-settings';

export const define = defineFeature({ component: NotificationSettings, providers: [provideHttpClient()] });
