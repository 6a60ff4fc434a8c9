/** The four commits of the story: real changes to real sources, each visible or with a visible reason. */

export interface Edit {
  /** Conventional Commit. */
  readonly message: string;
  /** Relative to the repository root. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** What the edits make visible, and what the page showed before. */
export const timeLeft = /about \d+ minutes? left/;
export const namedZone = 'Calendar · Times in';

export const questionnaireFeature: Edit = {
  message: 'feat(questionnaire): say how long the rest will take',
  file: 'libs/questionnaire/src/i18n/en.ts',
  find: 'answered`,\n  optional:',
  replace: "answered, about ${count(Math.max(1, Math.round((total - answered) / 3)), 'minute', 'minutes')} left`,\n  optional:",
};

/** In a file that none of the library's other features is made of. */
export const calendarFix: Edit = {
  message: 'fix(calendar): say whose time zone it is',
  file: 'libs/calendar/src/calendar.html',
  find: '<p class="zone">{{ zoneLabel() }}</p>',
  replace: '<p class="zone">{{ t.calendar }} · {{ zoneLabel() }}</p>',
};

export const agendaFix: Edit = {
  message: 'fix(calendar): say which days come',
  file: 'libs/calendar/src/agenda/words.ts',
  find: "more: 'Show more days',",
  replace: "more: 'Show later days',",
};

export const sharedFix: Edit = {
  message: 'fix(shared-elements): say who took a tag',
  file: 'libs/shared/elements/src/define-feature.ts',
  find: 'is defined already; ',
  replace: 'is defined already, by another script; ',
};
