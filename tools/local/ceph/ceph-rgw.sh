#!/usr/bin/env bash
# A whole Ceph on this machine, small enough for tests: one monitor, one manager, one OSD on a sparse file, and the RADOS Gateway,
# whose S3 API nobody here wrote. Needs root and what install.sh installs.
#
#   ceph-rgw.sh start   prints the endpoint and keys as shell assignments, once it answers (some 20 s)
#   ceph-rgw.sh stop    ends the daemons that were started on this folder
#
# RGW_DIR   data folder, kept between starts (default .rgw)
# RGW_PORT  of the S3 API on 127.0.0.1 (default: the first free one from 7480 on); the monitor takes the next two
set -euo pipefail

folder=${RGW_DIR:-.rgw}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
access_key=PINTAGCEPH
secret_key=pintag-ceph-secret
conf=$folder/ceph.conf
daemons=(rgw osd mgr mon)

# A pid file may outlive its daemon, and its number may be someone else's by now.
ours() { [ -f "$1" ] && tr '\0' ' ' < "/proc/$(cat "$1")/cmdline" 2>/dev/null | grep -qF -- "$conf"; }

stop() {
  local name file
  for name in "${daemons[@]}"; do
    file=$folder/$name.pid
    if ours "$file"; then
      kill "$(cat "$file")"
      for _ in $(seq 1 100); do ours "$file" || break; sleep 0.1; done
      if ours "$file"; then kill -9 "$(cat "$file")"; fi
    fi
    rm -f "$file"
  done
}

is_free() { ! (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# Another checkout may run a Ceph of its own: answers from that one would pass for ours.
choose_ports() {
  port=${RGW_PORT:-7480}
  while ! { is_free "$port" && is_free $((port + 1)) && is_free $((port + 2)); }; do
    if [ -n "${RGW_PORT:-}" ] || [ "$port" -gt 7600 ]; then
      echo "Port $port or one of the two after it is in use; choose another with RGW_PORT" >&2
      exit 1
    fi
    port=$((port + 3))
  done
  # A monitor never moves: its address is part of the cluster that it keeps.
  [ -f "$folder/monitor-port" ] || echo $((port + 1)) > "$folder/monitor-port"
  monitor_port=$(cat "$folder/monitor-port")
  monitor="[v2:127.0.0.1:$monitor_port,v1:127.0.0.1:$((monitor_port + 1))]"
}

configure() {
  [ -f "$folder/fsid" ] || cat /proc/sys/kernel/random/uuid > "$folder/fsid"
  mkdir -p "$folder"/{mon/ceph-a,mgr/ceph-x,osd/ceph-0,rgw,run,log}
  # cephx stays on: without it radosgw never starts. A monitor needs its address spelled out for both protocols.
  cat > "$conf" <<CONF
[global]
fsid = $(cat "$folder/fsid")
mon host = $monitor
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
ms bind ipv6 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
keyring = $folder/keyring
mon data = $folder/mon/ceph-a
mgr data = $folder/mgr/ceph-x
osd data = $folder/osd/ceph-0
rgw data = $folder/rgw
run dir = $folder/run
crash dir = $folder/log
admin socket = $folder/run/\$name.asok
log file = $folder/log/\$name.log
mgr initial modules =
mon allow pool size one = true
mon data avail warn = 1
mon max pg per osd = 2000
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd objectstore = bluestore
osd memory target = 1073741824
bluestore block size = 8589934592
bluestore fsck on mount = false
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw dns name = 127.0.0.1
rgw enable usage log = false
rgw run sync thread = false
rgw thread pool size = 64
CONF
}

make_cluster() {
  local fsid who
  fsid=$(cat "$folder/fsid")
  monmaptool --create --clobber --fsid "$fsid" --addv a "$monitor" "$folder/monmap"
  ceph-authtool "$folder/keyring" --create-keyring --gen-key -n mon. --cap mon 'allow *'
  for who in client.admin client.rgw osd.0 mgr.x; do
    ceph-authtool "$folder/keyring" --gen-key -n "$who" --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  done
  ceph-mon -c "$conf" --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring"
}

make_osd() {
  local id
  id=$(cat /proc/sys/kernel/random/uuid)
  timeout 60 ceph -c "$conf" osd new "$id" 0
  ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$id"
}

# Sessions of their own, so that they outlive the shell that started them.
run() {
  local name=$1
  shift
  setsid "$@" -f > "$folder/log/$name.out" 2>&1 &
  echo $! > "$folder/$name.pid"
}

start() {
  local fresh=no answers=no
  stop
  choose_ports
  [ -d "$folder/mon/ceph-a/store.db" ] || fresh=yes
  configure
  if [ $fresh = yes ]; then make_cluster > "$folder/log/make.out" 2>&1; fi
  run mon ceph-mon -c "$conf" -i a
  run mgr ceph-mgr -c "$conf" -i x
  if [ $fresh = yes ]; then make_osd >> "$folder/log/make.out" 2>&1; fi
  run osd ceph-osd -c "$conf" -i 0
  run rgw radosgw -c "$conf" -n client.rgw
  for _ in $(seq 1 450); do
    if curl --silent --output /dev/null "http://127.0.0.1:$port/"; then answers=yes; break; fi
    sleep 0.2
  done
  if [ $answers = no ]; then
    echo "radosgw did not answer on port $port within 90 s; its logs are in $folder/log" >&2
    stop
    exit 1
  fi
  if ! radosgw-admin -c "$conf" -n client.rgw user info --uid pintag > /dev/null 2>&1; then
    radosgw-admin -c "$conf" -n client.rgw user create --uid pintag --display-name Pintag \
      --access-key "$access_key" --secret-key "$secret_key" > "$folder/log/user.out" 2>&1
  fi
  echo "PINTAG_CEPH_ENDPOINT=http://127.0.0.1:$port"
  echo "PINTAG_CEPH_ACCESS_KEY=$access_key"
  echo "PINTAG_CEPH_SECRET_KEY=$secret_key"
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2 ;;
esac
