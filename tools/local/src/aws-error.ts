/** A refusal as AWS words it; S3 and the CloudFront API each render it as their own XML. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly status: number;
  /** `NoSuchKey`, `SignatureDoesNotMatch`, … */
  readonly code: string;
  /** Further elements of the answer. */
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** What an API answers to what it does not know: said aloud, never a silent 200. */
export const notImplemented = (what: string): AwsError =>
  new AwsError(501, 'NotImplemented', `${what} is not implemented by the local server.`);
