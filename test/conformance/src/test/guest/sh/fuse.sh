# File systems that Debian's own FUSE programs serve.
base=/tmp/fuse; mkdir -p $base; cd $base
mkdir src m user; chmod 777 user
wait_for() { i=0; while ! findmnt -n $1 >/dev/null && [ $i -lt 200 ]; do sleep 0.05; i=$((i+1)); done; }
gone() { i=0; while findmnt -n $1 >/dev/null && [ $i -lt 200 ]; do sleep 0.05; i=$((i+1)); done; }
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

echo "== a user's"
chmod 755 $base
as_user() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
as_user bindfs --no-allow-other user user; wait_for user
findmnt -no OPTIONS user | tr , '\n' | grep -e nosuid -e nodev -e user_id
as_user touch user/mine; as_user ls user
try ls user
as_user fusermount3 -u user; ls user

echo "== fuse2fs"
truncate -s 16M disk; mke2fs -q -t ext4 disk; fuse2fs disk m 2>/dev/null; wait_for m
mkdir m/dir; echo in ext4 > m/dir/file; cp /bin/true m/dir/; cmp /bin/true m/dir/true && echo same; ls m/dir
umount m; gone m; sleep 0.5; e2fsck -fn disk >/dev/null 2>&1 && echo clean; debugfs -R 'cat /dir/file' disk 2>/dev/null

echo "== squashfuse"
mkdir tree; echo packed > tree/file; ln -s file tree/link; mksquashfs tree image -quiet -no-progress >/dev/null
squashfuse image m; wait_for m; ls m; cat m/link; try touch m/no; fusermount3 -u m

echo "== archivemount"
tar -cf archive.tar tree; archivemount archive.tar m; wait_for m; cat m/tree/file; ls m/tree; fusermount3 -u m
exit 0
