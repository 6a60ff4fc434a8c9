/** What the month grid alone says. */

import { type Language } from '@shared/elements';

export interface MonthWords {
  readonly keys: string;
  readonly empty: (period: string) => string;
}

export const monthWords: Readonly<Record<Language, MonthWords>> = {
  en: {
    keys: 'Arrow keys move by day and week, Page Up and Page Down turn months. Enter chooses the day.',
    empty: (period) => `Nothing planned in ${period}.`,
  },
  ja: {
    keys: '矢印キーで日と週を移動し、Page UpとPage Downで月を切り替えます。Enterでその日を選びます。',
    empty: (period) => `${period}の予定はありません。`,
  },
};
