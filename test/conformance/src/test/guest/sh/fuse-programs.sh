# Debian's FUSE programs serve what they are made for, and write.
base=/tmp/fuse; mkdir -p $base; cd $base
mkdir m far user; chmod 777 user
wait_gone() { i=0; while pgrep -x $1 >/dev/null && [ $i -lt 400 ]; do sleep 0.05; i=$((i+1)); done; }
type() { findmnt -no FSTYPE m; }

echo "== fuse2fs"
truncate -s 16M disk; mke2fs -q -t ext4 disk
fuse2fs -o rw disk m; type
echo hello > m/a; mkdir m/d; cp /bin/bash m/d/bash; cmp /bin/bash m/d/bash && echo same
ln m/a m/hard; ln -s a m/sym; mv m/a m/d/a; cat m/d/a; truncate -s 100000 m/d/a; chmod 600 m/hard; stat -c '%h %a %s' m/hard
rm m/d/bash; head -c 400000 /dev/zero > m/z; ls -R m
chattr +d m/z && lsattr m/z | tr -d -- '-'; lsattr -d m/d | tr -d -- '-'
umount m; wait_gone fuse2fs
e2fsck -fn disk >/dev/null 2>&1; echo "e2fsck says $?"
debugfs -R 'cat /d/a' disk 2>/dev/null | head -c 5; echo

echo "== squashfuse"
mksquashfs /usr/share/doc/bash squashed -quiet -no-progress >/dev/null
squashfuse squashed m; type; diff -r /usr/share/doc/bash m && echo same
touch m/no 2>/dev/null || echo read-only
umount m

echo "== archivemount"
mkdir in; echo one > in/one; tar cf tar in; archivemount tar m; type
cat m/in/one; echo two > m/two; mkdir m/dir; rm m/in/one
umount m; wait_gone archivemount; tar tf tar | sort; tar xOf tar two

echo "== sshfs"
printf '#!/bin/sh\nexec /usr/lib/openssh/sftp-server\n' > /tmp/ssh; chmod +x /tmp/ssh
echo far > far/a; sshfs -o ssh_command=/tmp/ssh host:$base/far m; type
cat m/a; echo new > m/b; mkdir m/d; cp /bin/bash m/d/bash; cmp /bin/bash far/d/bash && echo same
mv m/b m/d/c; ln -s c m/d/s; ln m/a m/hard; cat m/d/s; chmod 600 m/d/c; truncate -s 2 m/d/c; stat -c '%a %s' far/d/c
touch -d '2020-01-02 UTC' m/a; stat -c %Y far/a; rm m/d/bash; ls -R m; ls -R far
umount m

echo "== a user's own"
echo 'u:x:1000:1000::/tmp:/bin/sh' >> /etc/passwd
cat > /tmp/user.sh <<'X'
cd user; mkdir far m
bindfs --no-allow-other far m
echo hi > m/x; mkdir m/d; stat -c '%n %U %a' far/x far/d
fusermount3 -u m; ls m
sshfs -o ssh_command=/tmp/ssh host:/tmp/fuse/user/far m
echo ho > m/y; cat far/y; touch m/d/z; ls far/d
X
setpriv --reuid=1000 --regid=1000 --clear-groups sh /tmp/user.sh
ls user/m 2>&1 | sed 's/.*: //'
setpriv --reuid=1000 --regid=1000 --clear-groups fusermount3 -u user/m
exit 0
