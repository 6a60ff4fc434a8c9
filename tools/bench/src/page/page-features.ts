/** The features that pages are made of, and the pages. Two are those of this repository; the others exist for the benchmark alone. */

export interface PageFeature {
  readonly name: string;
  /** `pt-calendar` */
  readonly element: string;
  /** Attributes, as the page writes them. */
  readonly attributes: string;
  /** Matches inside the shadow root once the element shows what it is there for: for all but the calendar that takes an answer of its API. */
  readonly shows: string;
}

const feature = (name: string, shows: string, attributes = ''): PageFeature => ({ name, element: `pt-${name}`, attributes, shows });

const calendar = feature('calendar', '[role=gridcell]', 'date="2026-11-18" time-zone="Asia/Tokyo"');
const questionnaire = feature('questionnaire', '[data-question]', 'survey-id="42"');

/** In the order in which pages take them. */
export const pageFeatures: readonly PageFeature[] = [
  calendar,
  questionnaire,
  feature('address-form', 'label'),
  feature('order-table', 'tbody tr'),
  feature('sales-chart', '.tick'),
  feature('chat-box', '.message'),
  feature('product-search', '.product'),
  feature('signup-wizard', '.course'),
  feature('file-list', 'tr.entry'),
  feature('notification-settings', '.topic'),
];

export const pageSizes = [1, 2, 5, 10] as const;
export type PageSize = (typeof pageSizes)[number];

export interface Page {
  readonly size: PageSize;
  readonly features: readonly PageFeature[];
}

/** One feature is measured with either of the two real ones. */
export const pages: readonly Page[] = [
  { size: 1, features: [calendar] },
  { size: 1, features: [questionnaire] },
  ...([2, 5, 10] as const).map((size) => ({ size, features: pageFeatures.slice(0, size) })),
];

/** `1 (calendar)`, `10` */
export const pageLabel = ({ size, features }: Page): string => (size === 1 ? `${size} (${features[0]!.name})` : `${size}`);
