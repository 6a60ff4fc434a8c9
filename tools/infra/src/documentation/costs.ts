/** What the stack costs a month: assumptions and list prices as data, so that whoever knows better replaces a number and not a text. */

/** US dollars, without taxes. */
export const prices = {
  /** What CloudFront sends to viewers in North America and Europe, a GB, below 10 TB. */
  transferPerGb: 0.085,
  /** HTTPS requests in North America, a million. */
  requestsPerMillion: 1,
  functionsPerMillion: 0.1,
  keyValueReadsPerMillion: 0.03,
  s3GetsPerMillion: 0.4,
  s3PutsPerMillion: 5,
  s3PerGbMonth: 0.023,
  /** Logs that CloudWatch delivers to S3, a GB before compression. */
  logsPerGb: 0.25,
  /** One metric in one alarm. */
  alarmMetric: 0.1,
  /** One of the distribution's additional metrics, of which there are eight. */
  additionalMetric: 0.3,
} as const;

/** What CloudFront gives every account each month. */
const free = { transferGb: 1000, requests: 10e6, functions: 2e6, keyValueReads: 2e6 } as const;

export const assumptions = {
  /** Of a mean answer: most are loaders and chunks, few are the runtime, which browsers keep for a year. */
  kilobytesPerAnswer: 20,
  /** Share of requests that the edge answers without asking the bucket. */
  hitRatio: 0.95,
  /** Share of requests that go through a channel. */
  channelShare: 0.1,
  /** 2,000 versions of 10 MB, with their claims and source maps. */
  storedGb: 20,
  /** 200 releases a month, 250 objects each, previews included. */
  writes: 50_000,
  bytesPerLogLine: 1000,
  /** Log lines are stored compressed to a tenth, for 13 months. */
  storedLogShare: 1.3,
} as const;

/** Three alarms on one metric, two on two. */
const alarmMetrics = 7;

export interface CostLine {
  readonly what: string;
  readonly arithmetic: string;
  readonly dollars: number;
  /** When nothing else in the account uses up what CloudFront gives for free. */
  readonly withFree: number;
}

/** @param requests a month, at the edge */
export function monthlyCosts(requests: number): readonly CostLine[] {
  const a = assumptions;
  const p = prices;
  const metered = (what: string, amount: number, unit: number, price: number, label: string, given = 0): CostLine => {
    const dollars = (amount / unit) * price;
    return {
      what,
      arithmetic: `${short(amount / unit)} ${label} × $${price}`,
      dollars,
      withFree: (Math.max(0, amount - given) / unit) * price,
    };
  };
  const logGb = (requests * a.bytesPerLogLine) / 1e9;
  return [
    metered('transfer to viewers', (requests * a.kilobytesPerAnswer) / 1e6, 1, p.transferPerGb, 'GB', free.transferGb),
    metered('requests', requests, 1e6, p.requestsPerMillion, 'million', free.requests),
    metered('edge functions, two a request', 2 * requests, 1e6, p.functionsPerMillion, 'million', free.functions),
    metered('reads of the key-value store', requests * a.channelShare, 1e6, p.keyValueReadsPerMillion, 'million', free.keyValueReads),
    metered('GETs of the bucket', requests * (1 - a.hitRatio), 1e6, p.s3GetsPerMillion, 'million'),
    metered('PUTs of releases', a.writes, 1e6, p.s3PutsPerMillion, 'million'),
    metered('storage of artefacts', a.storedGb, 1, p.s3PerGbMonth, 'GB'),
    metered('delivery of access logs', logGb, 1, p.logsPerGb, 'GB'),
    metered('storage of access logs', logGb * a.storedLogShare, 1, p.s3PerGbMonth, 'GB'),
    metered('additional metrics', 8, 1, p.additionalMetric, 'metrics'),
    metered('alarms', alarmMetrics, 1, p.alarmMetric, 'metrics'),
  ];
}

/** The lines of all `amounts` side by side, as Markdown. */
export function costTable(amounts: readonly number[]): string {
  const columns = amounts.map(monthlyCosts);
  const sum = (lines: readonly CostLine[], of: 'dollars' | 'withFree') => money(lines.reduce((total, line) => total + line[of], 0));
  const rows = columns[0]!.map((first, index) => [
    first.what,
    ...columns.flatMap((lines) => [lines[index]!.arithmetic, money(lines[index]!.dollars)]),
  ]);
  return [
    ['', ...amounts.flatMap((amount) => [`${short(amount / 1e6)} M requests`, '$'])],
    ['---', ...amounts.flatMap(() => ['---', '--:'])],
    ...rows,
    ['**a month**', ...columns.flatMap((lines) => ['', `**${sum(lines, 'dollars')}**`])],
    ["with CloudFront's free amounts", ...columns.flatMap((lines) => ['', `**${sum(lines, 'withFree')}**`])],
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
const money = (dollars: number): string => dollars.toFixed(2);
