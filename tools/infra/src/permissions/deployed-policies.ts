/** The policies of a synthesised template as AWS will have them: references replaced by what they stand for. */
import type { Template } from '../template.ts';
import type { PolicyDocument, RoleName } from './policy-document.ts';

/** What AWS fills in when the template is deployed. */
export interface Deployment {
  /** `123456789012` */
  readonly account: string;
  readonly region: string;
  /** The bucket's name; it replaces the template's. */
  readonly bucket: string;
  /** Default `E2QWRUHAPOMQZL`. */
  readonly distributionId?: string;
  /** Default one in `account`. */
  readonly keyValueStoreArn?: string;
}

export interface DeployedPolicies {
  readonly bucket: PolicyDocument;
  /** What each role may do. */
  readonly roles: Readonly<Record<RoleName, readonly PolicyDocument[]>>;
  /** Who may take each role. */
  readonly trust: Readonly<Record<RoleName, PolicyDocument>>;
}

export function deployedPolicies(template: Template, deployment: Deployment): DeployedPolicies {
  throw new Error(`Not built yet: ${deployment.bucket}, ${Object.keys(template.Resources).length} resources`);
}
