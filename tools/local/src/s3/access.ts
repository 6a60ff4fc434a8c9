/** Whether a principal may do something: the place where a policy can refuse what a valid signature alone would get. */

export interface AccessQuestion {
  /** `developer`, `edge`, the name of a role, or `anonymous` for a request without a signature. */
  readonly principal: string;
  /** `s3:PutObject` */
  readonly action: string;
  /** `arn:aws:s3:::pintag/elements/index.json` */
  readonly resource: string;
  /** Condition keys as policies name them: `s3:if-none-match`, `s3:prefix`, … Absent keys are absent from the request. */
  readonly conditions: Readonly<Record<string, string>>;
}

/** A denial may say why, as AWS words it. */
export type Authorize = (question: AccessQuestion) => 'allow' | 'deny' | { readonly denied: string };

export const anonymous = 'anonymous';

/** Every known principal may do everything, and nobody else anything. */
export const allowEverything: Authorize = ({ principal }) => (principal === anonymous ? 'deny' : 'allow');

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
