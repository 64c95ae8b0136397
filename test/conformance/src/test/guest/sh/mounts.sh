# Mount namespaces, bind mounts and propagation, in a namespace of its own.
base=/tmp/mounts; mkdir -p $base
show() { echo "-- $1"; findmnt -rno TARGET,PROPAGATION | grep ^$base | sort; }
try() { "$@" 2>/dev/null && echo "$1: done" || echo "$1: status $?"; }
mount -t tmpfs base $base
cd /tmp/mounts
mkdir a b c d m new
echo under > a/f

echo "== bind"
mount -t tmpfs one a
mkdir a/sub; echo in > a/f; echo deep > a/sub/g
mount --bind a b; cat b/f
mount --bind a/sub c; cat c/g
touch file; mount --bind a/f file; cat file
try mount --bind a/f m
try mount --bind a file
mount -o remount,bind,ro b; touch b/no 2>&1 | grep -o 'Read-only.*'; touch a/yes; ls b
findmnt -no OPTIONS b | cut -d, -f1
mount -o remount,bind,nosuid,nodev,noexec c; findmnt -no OPTIONS c | cut -d, -f1-4
mount -t tmpfs two a/sub; touch a/sub/two
mount --bind a d; ls d/sub; umount d
mount --rbind a d; ls d/sub
try umount d; umount -R d; ls d
try rmdir b; try mv b e; try rm file
umount a/sub file c b a; cat a/f

echo "== move"
mount -t tmpfs one a; touch a/moved; mount --move a b; ls a b
try mount --move a c; mkdir b/in; try mount --move b b/in
umount b

echo "== shared"
mount -t tmpfs one a; mount --make-shared a; mkdir a/x a/y
mount --bind a b; show peers
mount -t tmpfs two a/x; touch b/x/seen; ls a/x; show 'a mount under a is under b'
mount --make-slave b; mount -t tmpfs three a/y; show 'slave receives'
umount b/x; show 'slave does not send'
umount a/y; show 'slave loses'
mount --make-shared b; show 'shared and slave'
mount --bind b c; mount -t tmpfs four a/y; show 'through a slave'
umount a/y; show 'and gone'
mount --make-private b; show 'private'
try mount --move a/x d; mount --make-unbindable b; try mount --bind b d; show 'unbindable'
umount -R a; umount b; umount -R c; show 'all gone'

echo "== recursive"
mount -t tmpfs one a; mkdir a/x; mount -t tmpfs two a/x
mount --make-rshared a; show rshared
mount --make-rslave a; show 'rslave without peers'
mount --make-runbindable a; show runbindable
mount --make-rprivate a; mount --make-unbindable a/x; mount --rbind a b; show 'unbindable is left out'
umount -R a; umount b

echo "== namespaces"
mount -t tmpfs one a; mkdir a/x a/y; mount --make-shared a
unshare -m --propagation slave sh -c 'mount -t tmpfs in a/x; touch a/x/inside; ls a/x; findmnt -rno TARGET,PROPAGATION | grep ^/tmp/mounts/a | sort
    echo ready > a/ready; while [ ! -e a/go ]; do sleep 0.05; done; findmnt -rno TARGET a/y' &
while [ ! -e a/ready ]; do sleep 0.05; done
ls a/x; mount -t tmpfs out a/y; touch a/go; wait; show outside
unshare -m --propagation unchanged sh -c 'mount -t tmpfs in a/x; touch a/x/inside'; ls a/x; umount a/x
unshare -m sh -c 'mount -t tmpfs in a/x; touch a/x/inside; ls a/x; echo $$ > pid; while [ ! -e a/stop ]; do sleep 0.05; done' &
while [ ! -s pid ]; do sleep 0.05; done
[ "$(readlink /proc/self/ns/mnt)" != "$(readlink /proc/$(cat pid)/ns/mnt)" ] && echo 'another namespace'
readlink /proc/$(cat pid)/ns/mnt | tr -d 0-9
nsenter -m/proc/$(cat pid)/ns/mnt ls /tmp/mounts/a/x; nsenter -t $(cat pid) -m ls /tmp/mounts/a/x; ls a/x
try nsenter -m/proc/self/status true
rmdir a/x && echo 'a mount point elsewhere can be removed'
touch a/stop; wait; ls a
umount -R a

echo "== umount"
mount -t tmpfs one a; mkdir a/x; mount -t tmpfs two a/x; exec 3> a/x/open
try umount a; try umount a/x; umount -l a; ls a; echo still >&3 && echo 'written after umount -l'; exec 3>&-
try umount a
mount -t tmpfs one a; mount -t tmpfs two a; touch a/top; umount a; ls a; umount a
ln -s a link; mount -t tmpfs one a; umount link; try umount a
mount -t tmpfs one a; try mount -t tmpfs -o bogus x b; try mount -t nofs x b; try mount -t tmpfs x nowhere; umount a

echo "== pivot_root"
unshare -m sh -c 'mount -t tmpfs root new; mkdir new/old; touch new/here
    for d in bin usr lib lib64 sbin proc dev; do [ -e /$d ] && mkdir -p new/$d && mount --rbind /$d new/$d; done
    cd new; pivot_root . old && ls /here && cd / && ls /old/tmp/mounts/a/f && umount -l /old && ls /old && ls -d /here /old'
unshare -m sh -c 'pivot_root /tmp/mounts/a /tmp/mounts/a 2>/dev/null || echo no mount'
ls -d /tmp/mounts/new/old 2>&1 | grep -o 'No such.*'
exit 0
