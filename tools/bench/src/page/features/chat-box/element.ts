import { provideHttpClient } from '@angular/common/http';
import { defineFeature } from '@shared/elements';
import { ChatBox } from './chat-box';

export const define = defineFeature({ component: ChatBox, providers: [provideHttpClient()] });
