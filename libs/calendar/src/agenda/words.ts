/** What the agenda alone says. */

import { type Language } from '@shared/elements';

export interface AgendaWords {
  readonly title: string;
  readonly tomorrow: string;
  readonly empty: (days: string) => string;
  readonly more: string;
  readonly shown: (count: number, days: string) => string;
}

export const agendaWords: Readonly<Record<Language, AgendaWords>> = {
  en: {
    title: 'Coming events',
    tomorrow: 'Tomorrow',
    empty: (days) => `Nothing planned, ${days}`,
    more: 'Show more days',
    shown: (count, days) => `${count === 1 ? '1 event' : `${count} events`}, ${days}`,
  },
  ja: {
    title: '今後の予定',
    tomorrow: '明日',
    empty: (days) => `${days}の予定はありません`,
    more: 'さらに先を表示',
    shown: (count, days) => `${days}の予定${count}件`,
  },
};
