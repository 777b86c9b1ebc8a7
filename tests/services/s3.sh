#!/usr/bin/env bash
# Runs a real S3-compatible store for the tests and benchmarks: the RADOS Gateway of Debian's Ceph
# packages over a cluster of one monitor and one OSD. No containers, no systemd; only 127.0.0.1.
#
#   s3.sh install          install Debian's radosgw, ceph-mon and ceph-osd, unless they are there
#   s3.sh start            install if need be, start, return when S3 answers
#   s3.sh env              print `export …` lines: endpoint, keys, region
#   s3.sh status           exit 0 when it answers, 1 when it does not
#   s3.sh stop [--keep]    end the daemons of this S3_DIR and delete its data, or keep a bluestore's
#
# Read from the environment:
#   S3_DIR        folder of everything            (default ${TMPDIR:-/tmp}/picsellia-s3)
#   S3_PORT       port of the S3 endpoint         (default 7480)
#   S3_MON_PORT   port of the Ceph monitor        (default 16789)
#   S3_STORE      memstore: objects in memory, the quickest to start    (default)
#                 bluestore: objects in one sparse file, which can be kept
#   S3_CAPACITY   bytes that the store may hold   (default 8 GiB)
#   S3_ACCESS_KEY, S3_SECRET_KEY                  (default test, testsecret)
set -euo pipefail

S3_DIR=${S3_DIR:-${TMPDIR:-/tmp}/picsellia-s3}
S3_PORT=${S3_PORT:-7480}
S3_MON_PORT=${S3_MON_PORT:-16789}
S3_STORE=${S3_STORE:-memstore}
S3_CAPACITY=${S3_CAPACITY:-8589934592}
S3_ACCESS_KEY=${S3_ACCESS_KEY:-test}
S3_SECRET_KEY=${S3_SECRET_KEY:-testsecret}
endpoint=http://127.0.0.1:$S3_PORT
export CEPH_CONF=$S3_DIR/ceph.conf

say() { printf 's3.sh: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

installed() { command -v radosgw && command -v ceph-mon && command -v ceph-osd; } >/dev/null

install() {
    installed && return
    [ "$(id -u)" = 0 ] || fail "radosgw, ceph-mon or ceph-osd is missing; as root: apt-get install radosgw ceph-mon ceph-osd"
    command -v apt-get >/dev/null || fail "radosgw, ceph-mon or ceph-osd is missing, and there is no apt-get to install them"
    say "installing radosgw, ceph-mon and ceph-osd (about 70 MB)"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends radosgw ceph-mon ceph-osd >/dev/null
}

answers() { # to an anonymous GET / S3 says which buckets anonymous has
    python3 -c '
import sys, urllib.request
sys.exit(b"ListAllMyBucketsResult" not in urllib.request.urlopen(sys.argv[1], timeout=2).read())
' "$endpoint/" 2>/dev/null
}

until_true() { # until_true SECONDS WHAT COMMAND…
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            tail -n 20 "$S3_DIR"/log/*.log >&2 || true
            fail "$what did not come up"
        fi
        sleep 0.1
    done
}

configure() {
    cat >"$CEPH_CONF" <<CONF
[global]
fsid = $(cat "$S3_DIR/fsid")
keyring = $S3_DIR/keyring
run_dir = $S3_DIR/run
pid_file = $S3_DIR/run/\$type.\$id.pid
admin_socket = $S3_DIR/run/\$type.\$id.asok
log_file = $S3_DIR/log/\$type.\$id.log
log_flush_on_exit = false
crash_dir = $S3_DIR/crash
# only this machine
mon_host = v2:127.0.0.1:$S3_MON_PORT
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_msgr1 = false
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
auth_allow_insecure_global_id_reclaim = false
# one copy on one OSD
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
# a cluster of one agrees with itself at once
paxos_propose_interval = 0.02
paxos_min_wait = 0.01
[mon]
mon_data = $S3_DIR/mon
mon_data_avail_crit = 0
mon_data_avail_warn = 0
[osd]
osd_data = $S3_DIR/osd
osd_objectstore = $S3_STORE
osd_class_load_list = *
osd_class_default_list = *
osd_memory_target = 939524096
memstore_device_bytes = $S3_CAPACITY
bluestore_block_create = true
bluestore_block_size = $S3_CAPACITY
bluestore_block_wal_create = false
bluestore_block_db_create = false
bdev_enable_discard = false
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:$S3_PORT
rgw_dns_name = 127.0.0.1
rgw_thread_pool_size = 32
rgw_enable_usage_log = false
rgw_enable_ops_log = false
rgw_run_sync_thread = false
CONF
}

make_keys() { # of the monitor, the administrator, the OSD and the gateway, in one file
    local keyring=$S3_DIR/keyring
    rm -f "$keyring"
    {
        ceph-authtool --create-keyring "$keyring" --gen-key -n mon. --cap mon 'allow *'
        ceph-authtool "$keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
        ceph-authtool "$keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
        ceph-authtool "$keyring" --gen-key -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx'
    } >/dev/null
}

make_monitor() {
    make_keys
    monmaptool --create --clobber --fsid "$(cat "$S3_DIR/fsid")" \
        --addv a "[v2:127.0.0.1:$S3_MON_PORT]" "$S3_DIR/monmap" >/dev/null
    ceph-mon -i a --mkfs --monmap "$S3_DIR/monmap" --keyring "$S3_DIR/keyring"
}

make_osd() {
    cat /proc/sys/kernel/random/uuid >"$S3_DIR/osd.uuid"
    ceph osd new "$(cat "$S3_DIR/osd.uuid")" >/dev/null
    ceph-osd -i 0 --mkfs --osd-uuid "$(cat "$S3_DIR/osd.uuid")" >/dev/null 2>&1
}

make_pools_and_user() {
    # The gateway would make its pools one by one, 2 s each, some of them in the first requests.
    local pool
    for pool in .rgw.root default.rgw.{log,control,meta,buckets.index,buckets.data,buckets.non-ec}; do
        printf 'osd pool create %s\nosd pool application enable %s rgw\n' "$pool" "$pool"
    done | ceph >/dev/null 2>&1
    radosgw-admin user create --uid=test --display-name=test \
        --access-key="$S3_ACCESS_KEY" --secret-key="$S3_SECRET_KEY" >/dev/null 2>"$S3_DIR/log/admin.log"
}

osd_up() { timeout 5 ceph osd stat | grep -q '1 up'; }

start() {
    install
    if answers; then
        say "answers already on $endpoint"
        return
    fi
    local kept=
    if [ "$S3_STORE" = bluestore ] && [ -e "$S3_DIR/ready" ]; then kept=yes; fi
    [ -n "$kept" ] || rm -rf "$S3_DIR"/{mon,osd,ready}
    mkdir -p "$S3_DIR"/{run,log,crash,mon,osd}
    [ -n "$kept" ] || cat /proc/sys/kernel/random/uuid >"$S3_DIR/fsid"
    configure
    [ -n "$kept" ] || make_monitor
    ceph-mon -i a
    until_true 30 "the monitor" timeout 5 ceph --connect-timeout 2 mon stat
    [ -n "$kept" ] || make_osd
    ceph-osd -i 0 >/dev/null
    until_true 30 "the OSD" osd_up
    [ -n "$kept" ] || make_pools_and_user
    radosgw -n client.rgw >/dev/null
    until_true 60 "the S3 endpoint" answers
    touch "$S3_DIR/ready"
    say "S3 on $endpoint ($S3_STORE in $S3_DIR)"
}

end() { # end PID SIGNAL: wait for it, and after 6 s kill it
    local i
    kill "-$2" "$1" 2>/dev/null || true
    for i in $(seq 100); do
        kill -0 "$1" 2>/dev/null || return 0
        [ "$i" -lt 60 ] || kill -9 "$1" 2>/dev/null || true
        sleep 0.1
    done
}

stop() {
    local file pid signal=KILL # what is deleted need not be closed in good order
    if [ "${1:-}" = --keep ]; then signal=TERM; fi
    for file in "$S3_DIR"/run/*.pid; do
        [ -e "$file" ] || continue
        pid=$(cat "$file")
        # The number may be another process's by now.
        case "$(cat "/proc/$pid/comm" 2>/dev/null || true)" in
            radosgw | ceph-osd | ceph-mon) end "$pid" "$signal" && rm -f "$file" ;;
        esac
    done
    [ "${1:-}" = --keep ] || rm -rf "$S3_DIR"
}

print_env() {
    cat <<ENV
export AWS_ENDPOINT_URL=$endpoint
export AWS_ENDPOINT_URL_S3=$endpoint
export AWS_ACCESS_KEY_ID=$S3_ACCESS_KEY
export AWS_SECRET_ACCESS_KEY=$S3_SECRET_KEY
export AWS_REGION=us-east-1
export AWS_DEFAULT_REGION=us-east-1
ENV
}

case "${1:-}" in
    install) install ;;
    start) start ;;
    env) print_env ;;
    status) if answers; then say "answers on $endpoint"; else fail "no answer on $endpoint"; fi ;;
    stop) stop "${2:-}" ;;
    *) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
esac
