/** Whether a principal may do something: the place where a bucket policy can refuse what a valid signature alone would get. */

export interface AccessQuestion {
  readonly principal: string;
  /** `s3:PutObject` */
  readonly action: string;
  /** `arn:aws:s3:::pintag/elements/index.json` */
  readonly resource: string;
  /** Condition keys as bucket policies name them: `s3:if-none-match`, `s3:prefix`, … Absent keys are absent from the request. */
  readonly conditions: Readonly<Record<string, string>>;
}

export type Authorize = (question: AccessQuestion) => 'allow' | 'deny';

/** Every known principal may do everything; requests without a signature never get as far as this. */
export const allowEverything: Authorize = () => 'allow';

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
