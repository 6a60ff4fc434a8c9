/** Why a claimed version is given up. */
import type { Claim } from '@pintag/cdn/version-files';

/** The version can never be finished, whoever tries: it has to be abandoned. The message says why. */
export class Unfinishable extends Error {
  override readonly name = 'Unfinishable';
  readonly claim: Claim;

  constructor(claim: Claim, why: string, options?: ErrorOptions) {
    super(why, options);
    this.claim = claim;
  }
}
