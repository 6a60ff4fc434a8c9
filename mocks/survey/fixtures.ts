/** The surveys of the mocked school, in English and Japanese. No chance in them: the same call makes the same survey. */
import type { Receipt, Survey } from './types.ts';

export type Language = 'en' | 'ja';

/** The language that an Accept-Language header asks for first, as far as the school speaks it. */
export function languageOf(acceptLanguage: string | null): Language {
  return /^\s*ja\b/i.test(acceptLanguage ?? '') ? 'ja' : 'en';
}

/** The survey with this id, or `undefined`. `42` has all kinds of questions, `7` is a short one. */
export function findSurvey(id: string, language: Language): Survey | undefined {
  if (id === '42') return makeSurvey({}, language);
  if (id === '7') return makeShortSurvey(language);
  return undefined;
}

/** Three sections with every kind of question and every kind of rule. */
export function makeSurvey(overrides: Partial<Survey> = {}, language: Language = 'en'): Survey {
  const t = (english: string, japanese: string) => (language === 'ja' ? japanese : english);
  return {
    id: '42',
    title: t('How is school going?', '学校生活アンケート'),
    introduction: t(
      'Tell us about the autumn term. It takes about five minutes, and your teachers see only the results of the whole year group.',
      '2学期の学校生活について教えてください。5分ほどで終わります。先生が見るのは学年全体の結果だけです。',
    ),
    sections: [
      {
        id: 'lessons',
        title: t('Your lessons', '授業について'),
        questions: [
          {
            id: 'year',
            type: 'single',
            title: t('Which year are you in?', '何年生ですか。'),
            required: true,
            options: [
              { id: 'y7', label: t('Year 7', '中学1年') },
              { id: 'y8', label: t('Year 8', '中学2年') },
              { id: 'y9', label: t('Year 9', '中学3年') },
            ],
          },
          {
            id: 'subjects',
            type: 'multiple',
            title: t('Which subjects do you look forward to?', '楽しみにしている教科はどれですか。'),
            required: true,
            min: 1,
            max: 3,
            options: [
              { id: 'maths', label: t('Mathematics', '数学') },
              { id: 'languages', label: t('Languages', '外国語') },
              { id: 'science', label: t('Science', '理科') },
              { id: 'art', label: t('Art and music', '美術・音楽') },
              { id: 'sport', label: t('Sport', '体育') },
            ],
          },
          {
            id: 'pace',
            type: 'rating',
            title: t('How do you find the pace of your lessons?', '授業の進む速さはどうですか。'),
            required: false,
            scale: 5,
            lowLabel: t('Far too slow', '遅すぎる'),
            highLabel: t('Far too fast', '速すぎる'),
          },
        ],
      },
      {
        id: 'wellbeing',
        title: t('Feeling at home', '学校での毎日'),
        introduction: t('Only the pastoral team reads the comments in this part.', 'この部分のコメントを読むのは相談担当の先生だけです。'),
        questions: [
          {
            id: 'safe',
            type: 'rating',
            title: t('How safe do you feel at school?', '学校で安心して過ごせていますか。'),
            required: true,
            scale: 5,
            lowLabel: t('Not at all', 'まったくそう思わない'),
            highLabel: t('Completely', 'とてもそう思う'),
          },
          {
            id: 'adult',
            type: 'single',
            title: t('Is there an adult at school you can talk to?', '学校に話せる大人はいますか。'),
            required: false,
            options: [
              { id: 'yes', label: t('Yes', 'はい') },
              { id: 'not-sure', label: t('I am not sure', 'わからない') },
              { id: 'no', label: t('No', 'いいえ') },
            ],
          },
          {
            id: 'better',
            type: 'text',
            multiline: true,
            title: t('What would make school better for you?', '学校がもっとよくなるには何が必要だと思いますか。'),
            hint: t('Please leave out names and contact details.', '名前や連絡先は書かないでください。'),
            required: true,
            minLength: 10,
            maxLength: 200,
          },
        ],
      },
      {
        id: 'trip',
        title: t('The class trip', '校外学習'),
        questions: [
          {
            id: 'day',
            type: 'date',
            title: t('Which day suits you best?', '都合のよい日を選んでください。'),
            hint: t('The coach is free in March 2027.', 'バスが使えるのは2027年3月です。'),
            required: true,
            earliest: '2027-03-01',
            latest: '2027-03-31',
          },
          {
            id: 'allergies',
            type: 'text',
            title: t('Anything the kitchen should know?', '食事で気をつけることはありますか。'),
            required: false,
            maxLength: 80,
          },
        ],
      },
    ],
    ...overrides,
  };
}

/** One section, two questions, nothing required. */
export function makeShortSurvey(language: Language = 'en'): Survey {
  const t = (english: string, japanese: string) => (language === 'ja' ? japanese : english);
  return {
    id: '7',
    title: t('Watching over the way home', '下校時の見守りについて'),
    sections: [
      {
        id: 'way-home',
        title: t('Your help', 'ご協力について'),
        questions: [
          {
            id: 'help',
            type: 'single',
            title: t('Can you stand at a crossing once a month?', '月に一度、通学路に立っていただけますか。'),
            required: false,
            options: [
              { id: 'yes', label: t('Yes', 'はい') },
              { id: 'maybe', label: t('On some days', '日によっては') },
              { id: 'no', label: t('No', 'いいえ') },
            ],
          },
          {
            id: 'places',
            type: 'text',
            title: t('Which places worry you?', '心配な場所があれば教えてください。'),
            required: false,
            maxLength: 120,
          },
        ],
      },
    ],
  };
}

export function makeReceipt(overrides: Partial<Receipt> = {}): Receipt {
  return { id: 'R-2026-0001', submittedAt: '2026-11-20T09:30:00.000Z', ...overrides };
}
