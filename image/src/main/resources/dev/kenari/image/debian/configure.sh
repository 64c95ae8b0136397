# Brings the unpacked packages of an image to where they work. Runs in the image itself, booted by Kenari, as
#     sh configure.sh EPOCH
# in a directory of the host that has
#     preinst    in: a line "PACKAGE DATABASE-NAME" for each package with a preinst script, in order
#     triggers   in: a line for each file trigger that unpacking has activated, deb-triggers(5)
#     log        out: what the scripts say
#     names      out: type (a letter, as find's %y) and name of every file, NUL after each
#     changes    out: a tar of what has changed
# Standard output gets dpkg's status lines (dpkg(1), --status-fd). EPOCH, in seconds, is later than any file's times.
set -e
epoch=$1
shared=$PWD
exec 3>&1 >log 2>&1 </dev/null
umask 022
date -s "@$epoch"
export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH="$epoch"
cd /
not_ours='-path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp -o -path ./run/kenari'

find . -xdev \( $not_ours \) -prune -o -print0 | LC_ALL=C sort -z >"$shared/before"

# No service starts while packages are configured (invoke-rc.d(8)).
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d

# dpkg runs these before it unpacks a package, deb-preinst(5); the variables are those of dpkg(1).
while read -r package name; do
    echo "preinst of $package"
    DPKG_MAINTSCRIPT_PACKAGE=$package DPKG_MAINTSCRIPT_NAME=preinst DPKG_MAINTSCRIPT_ARCH=riscv64 \
        DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1 DPKG_ADMINDIR=/var/lib/dpkg DPKG_ROOT='' \
        "/var/lib/dpkg/info/$name.preinst" install </dev/null ||
        { echo "dpkg: error processing package $package (preinst)"; exit 1; }
done <"$shared/preinst"
while read -r trigger; do
    dpkg-trigger --no-await "$trigger"
done <"$shared/triggers"
dpkg --configure --pending --status-fd 3
rm /usr/sbin/policy-rc.d

# What has changed has a new change time; what came with its directory has a new name.
find . -xdev \( $not_ours \) -printf '%y%p\0' -prune -o -printf '%y%p\0' >"$shared/names"
find . -xdev \( $not_ours \) -prune -o -print0 | LC_ALL=C sort -z >"$shared/after"
LC_ALL=C comm -z -13 "$shared/before" "$shared/after" >"$shared/new"
find . -xdev \( $not_ours \) -prune -o -newerct "@$((epoch - 1))" -print0 >"$shared/newer"
LC_ALL=C sort -zu "$shared/new" "$shared/newer" |
    tar --create --file "$shared/changes" --format gnu --numeric-owner --no-recursion --null --files-from -
