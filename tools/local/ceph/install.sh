#!/usr/bin/env bash
# Installs Ceph's RADOS Gateway and the daemons beneath it from Debian's packages (71 MB to download, 281 MB on disk).
# The store contract runs on it too: an S3 server that nobody here wrote.
set -euo pipefail

[ "$(id -u)" = 0 ] || { echo "Installing packages needs root." >&2; exit 1; }
command -v apt-get >/dev/null || { echo "There is no apt-get: Ceph is installed only on Debian and its kin." >&2; exit 1; }
if command -v radosgw ceph-mon ceph-mgr ceph-osd ceph >/dev/null; then exit 0; fi

export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet
apt-get install --yes --no-install-recommends --quiet radosgw ceph-mon ceph-osd ceph-mgr ceph-common
