# A file system that a FUSE program of Debian serves.
base=/tmp/fuse; mkdir -p $base; cd $base
mkdir src m user; chmod 777 user
wait_for() { i=0; while ! findmnt -n $1 >/dev/null && [ $i -lt 200 ]; do sleep 0.05; i=$((i+1)); done; }
try() { "$@" 2>/tmp/error && echo "$1: done" || sed 's/.*: //' /tmp/error; }

echo "== bindfs"
echo one > src/file; mkdir src/dir; echo deep > src/dir/deep
bindfs src m; wait_for m
findmnt -no FSTYPE m; stat -f -c %t m
ls m m/dir; cat m/file m/dir/deep
echo two >> m/file; cat src/file m/file
echo new > m/new; mkdir m/d; mv m/new m/d/moved; ln -s moved m/d/link; ln m/file m/hard; chmod 640 m/file; touch -d '2020-01-02 UTC' m/d/moved
cat m/d/link; stat -c '%n %a %h %s %F' m/file m/d/link; stat -c %Y src/d/moved; readlink src/d/link
head -c 3000000 /dev/zero | tr '\0' x > m/big; cksum < src/big; cp m/big src/copy; cmp m/big src/copy && echo same; cksum < m/copy
truncate -s 5 m/big; cat src/big; echo; rm m/big m/copy; ls m
try rmdir m/d; try cat m/none; try mkdir m/dir; try mv m/dir m/dir/in; rm -r m/d; ls src
perl -e 'open(F, "+<", "m/file"); seek(F, 2, 0); print F "XY"; close F'; cat src/file
perl -e 'open(F, ">>", "m/file"); print F "$_\n" for 1..3; close F'; wc -l < src/file
cp /bin/true m/prog; m/prog && echo 'a program ran'
echo outside > src/outside; cat m/outside
exec 3<m/file; rm m/file; head -c 3 <&3; exec 3<&-; echo; ls m
umount m; ls m
bindfs -r src m; wait_for m; try touch m/no; fusermount3 -u m

echo "== a daemon that dies"
bindfs -f src m & daemon=$!; wait_for m; exec 3<m/outside; ls m | head -1
kill -9 $daemon; wait $daemon 2>/dev/null
try ls m; try cat m/outside; try touch m/x; exec 3<&-
umount m; ls m
exit 0
