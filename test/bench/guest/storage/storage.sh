#!/bin/sh
# storage.sh DIRECTORY PROGRAMS INPUTS MIB: what a file system's DIRECTORY can do, lines of name, tab, number; names end with the unit. PROGRAMS
# has the guest programs, INPUTS archive.tar. Debian's dd, fio, tar and sqlite3, as they are here.
set -eu
directory=$1 programs=$2 inputs=$3 mib=$4
cd "$directory"

seconds() {
    before=$(date +%s%N)
    "$@" >&2
    after=$(date +%s%N)
    echo "$before $after" | awk '{ printf "%.4f\n", ($2 - $1) / 1e9 }'
}

# name, count: what "$@" did so many of, by second
rate() {
    name=$1 count=$2
    shift 2
    printf '%s\t%s\n' "$name" "$(seconds "$@" | awk -v n="$count" '{ printf "%.1f", n / $1 }')"
}

took() {
    name=$1
    shift
    printf '%s\t%s\n' "$name" "$(seconds "$@")"
}

# name, kind of figure (7: KiB/s, 8: operations/s; 41 more of writes), divisor
job() {
    name=$1 field=$2 divisor=$3
    shift 3
    line=$(fio --name=job --filename=fio --size="${mib}M" --randrepeat=1 --minimal --thread --ioengine=psync "$@")
    printf '%s\t%s\n' "$name" "$(echo "$line" | awk -F';' -v f="$field" -v d="$divisor" '{ printf "%.1f", $f / d }')"
}

uncached() {
    dd if="$1" iflag=nocache count=0 status=none
}

inserts() { # SYNCHRONOUS, COUNT
    rm -f db
    sqlite3 db 'CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c INTEGER); CREATE INDEX i ON t(c)'
    { echo "PRAGMA synchronous=$1;"; awk -v n="$2" 'BEGIN { for (i = 1; i <= n; i++)
        printf "INSERT INTO t VALUES(%d, \"row number %d of the table\", %d);\n", i, i, i * 7919 % 10007 }'; } > inserts.sql
}

megabytes=$(awk -v m="$mib" 'BEGIN { print m * 1.048576 }')
"$programs/files" "$directory"
rate 'sequential write, dd, fsync at the end, MB/s' "$megabytes" dd if=/dev/zero of=dd bs=1M count="$mib" conv=fsync status=none
uncached dd
rate 'sequential read, dd, not cached, MB/s' "$megabytes" dd if=dd of=/dev/null bs=1M status=none
rate 'sequential read, dd, cached, MB/s' "$megabytes" dd if=dd of=/dev/null bs=1M status=none
rm dd
job 'sequential write, fio, O_DIRECT, MB/s' 48 976.5625 --rw=write --bs=1M --direct=1
job 'sequential read, fio, O_DIRECT, MB/s' 7 976.5625 --rw=read --bs=1M --direct=1
job 'random read of 4 KiB, fio, O_DIRECT, IOPS' 8 1 --rw=randread --bs=4k --direct=1 --runtime=5
job 'random write of 4 KiB, fio, O_DIRECT, IOPS' 49 1 --rw=randwrite --bs=4k --direct=1 --runtime=5
job 'random read of 4 KiB, fio, cached, IOPS' 8 1 --rw=randread --bs=4k --runtime=5 --pre_read=1
job 'random write of 4 KiB, fio, cached, IOPS' 49 1 --rw=randwrite --bs=4k --runtime=5
rm -f fio
cp "$inputs/archive.tar" .
took 'untar, and sync, s' sh -c 'mkdir tree && tar -xf archive.tar -C tree && sync -f .'
took 'rm -r of it, s' rm -r tree
rm archive.tar
inserts FULL 300
rate 'sqlite3, inserts with fsync each, a second' 300 sqlite3 db '.read inserts.sql'
inserts OFF 3000
rate 'sqlite3, inserts without fsync, a second' 3000 sqlite3 db '.read inserts.sql'
rm -f db inserts.sql
