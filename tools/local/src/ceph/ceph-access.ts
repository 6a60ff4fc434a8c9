/** Where a running Ceph is, or why there is none: the store contract says so aloud, because a skipped backend looks like a passing one. */
import * as v from 'valibot';

export interface CephMachine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** Whether `radosgw` is on the PATH. */
  readonly hasGateway: boolean;
}

export type CephAccess =
  | {
      readonly kind: 'running';
      readonly endpoint: string;
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    }
  | { readonly kind: 'off'; readonly reason: string };

const settings = v.object({ PINTAG_CEPH_ENDPOINT: v.string(), PINTAG_CEPH_ACCESS_KEY: v.string(), PINTAG_CEPH_SECRET_KEY: v.string() });

/** `ceph-rgw.sh start` prints the three variables that are read here; `PINTAG_CEPH_REASON` is a runner's own word for why it did not start it. */
export function findCeph({ env, isRoot, hasGateway }: CephMachine): CephAccess {
  const set = v.safeParse(settings, env);
  if (set.success) {
    const { PINTAG_CEPH_ENDPOINT: endpoint, PINTAG_CEPH_ACCESS_KEY: accessKeyId, PINTAG_CEPH_SECRET_KEY: secretAccessKey } = set.output;
    return { kind: 'running', endpoint, credentials: { accessKeyId, secretAccessKey } };
  }
  return { kind: 'off', reason: env['PINTAG_CEPH_REASON'] || reasonOf(isRoot, hasGateway) };
}

function reasonOf(isRoot: boolean, hasGateway: boolean): string {
  if (!hasGateway) return 'radosgw is not installed; tools/local/ceph/install.sh installs it on Debian';
  if (!isRoot) return "Ceph's daemons need root";
  return 'nobody started it; tools/local/ceph/ceph-rgw.sh start does, and prints the variables to set';
}
