import type { Messages } from './messages';

const rules = new Intl.PluralRules('en');
const count = (n: number, one: string, other: string) => `${n} ${rules.select(n) === 'one' ? one : other}`;
const options = (n: number) => count(n, 'option', 'options');
const characters = (n: number) => count(n, 'character', 'characters');

export const en: Messages = {
  loading: 'Loading the survey',
  tryAgain: 'Try again',

  noSurveyId: { title: 'No survey chosen', text: 'This page does not say which survey to show.' },
  loadFailed: { title: 'The survey could not be loaded', text: 'Something went wrong at our end. Please try again in a moment.' },
  loadOffline: {
    title: 'You seem to be offline',
    text: 'Check your connection, then try again. Answers you gave before are kept on this device.',
  },
  notFound: { title: 'This survey does not exist', text: 'It may have closed, or the address may be mistyped.' },
  signedOut: { title: 'Please sign in', text: 'This survey is for people of the school. Sign in, then try again.' },
  empty: { title: 'No questions yet', text: 'This survey has been announced, but has no questions so far. Please come back later.' },
  answered: {
    title: 'You have already answered this survey',
    text: 'Everybody answers once, so there is nothing left to do. Thank you.',
    when: (time) => `Your answers arrived on ${time}.`,
  },
  submitted: {
    title: 'Thank you',
    text: 'Your answers have been sent.',
    receipt: (id, time) => `Receipt ${id}, ${time}`,
  },

  sections: 'Sections',
  sectionOf: (section, sections) => `Section ${section} of ${sections}`,
  sectionDone: 'done',
  progress: 'Progress',
  progressOf: (answered, total) => `${answered} of ${count(total, 'question', 'questions')} answered`,
  optional: 'optional',
  clearAnswer: 'Clear answer',
  clearAnswerTo: (question) => `Clear answer: ${question}`,
  back: 'Back',
  next: 'Next',
  submit: 'Send answers',
  sending: 'Sending…',

  draftRestored: 'We kept your answers from last time. You can go on where you stopped.',
  draftDiscard: 'Start over',
  draftDiscarded: 'Your earlier answers have been deleted from this device.',
  draftKept: 'Your answers are kept on this device until you send them.',
  draftInMemory: 'This browser does not store anything for this page. Your answers stay only until you close or reload it.',
  sentWithForm: 'These answers are sent together with the form on this page.',
  offline: 'You are offline. You can go on; your answers are kept on this page.',

  chooseExactly: (n) => `Choose ${options(n)}.`,
  chooseBetween: (min, max) => `Choose ${min} to ${options(max)}.`,
  chooseAtLeast: (min) => `Choose at least ${options(min)}.`,
  chooseAtMost: (max) => `Choose up to ${options(max)}.`,
  writeAtLeast: (min) => `At least ${characters(min)}.`,
  characters: (length, max) => `${length} / ${max}`,
  charactersLeft: (left) => `${characters(left)} left`,
  charactersOver: (over) => `${characters(over)} too many`,
  dayBetween: (earliest, latest) => `From ${earliest} to ${latest}.`,
  dayFrom: (earliest) => `From ${earliest}.`,
  dayUntil: (latest) => `Until ${latest}.`,
  mark: (mark, scale) => `${mark} of ${scale}`,

  error: 'Error:',
  summary: (n) => (rules.select(n) === 'one' ? 'One question needs another look' : `${n} questions need another look`),
  mistakeIn: (question, mistake) => `${question}: ${mistake}`,
  required: {
    single: 'Choose one of the options.',
    multiple: 'Choose at least one option.',
    text: 'Write an answer.',
    rating: 'Choose a mark.',
    date: 'Choose a day.',
  },
  tooFew: (min) => `Choose at least ${options(min)}.`,
  tooMany: (max) => `Choose no more than ${options(max)}.`,
  tooShort: (min, missing) => `Write at least ${characters(min)}: ${missing} more to go.`,
  tooLong: (max, over) => `Write no more than ${characters(max)}: ${over} too many.`,
  noDate: 'Enter a complete date.',
  tooEarly: (earliest) => `Choose a day from ${earliest} on.`,
  tooLate: (latest) => `Choose a day until ${latest}.`,

  submitBusy: { title: 'The school’s service is busy', text: 'Nothing is lost: your answers are kept. Please try again in a moment.' },
  submitOffline: {
    title: 'Your answers are waiting',
    text: 'There is no connection right now. We send your answers as soon as you are back online; keep this page open.',
  },
  submitFailed: { title: 'Your answers could not be sent', text: 'Nothing is lost: your answers are kept. Please try again.' },
  submitSignedOut: { title: 'Please sign in again', text: 'Your session has ended. Your answers are kept; sign in, then send them again.' },
};
