# The overlay file system, in a mount namespace of its own.
base=/tmp/overlay; mkdir -p $base
try() { "$@" 2>/tmp/error; s=$?; [ $s = 0 ] && echo "$1: done" || sed 's/.*: //' /tmp/error; }
tree() { (cd $1 && find . -mindepth 1 -printf '%P %y %m %s %l\n' | sort); }
same() { [ "$(stat -c %d:%i $1)" = "$2" ] && echo 'same file' || echo 'another file'; }
number() { stat -c %d:%i $1; }
on() { rm -rf upper work; mkdir upper work; mount -t overlay overlay -o lowerdir=$1,upperdir=upper,workdir=work m; }
again() { umount m; mount -t overlay overlay -o lowerdir=$1,upperdir=upper,workdir=work m; }
mount -t tmpfs base $base
cd $base
mkdir low low2 m
mkdir -p low/dir/sub low/gone low2/dir low2/only
echo one > low/file; echo deep > low/dir/sub/deep; echo a > low/dir/a; echo x > low/gone/x; ln -s file low/link
echo hidden > low2/file; echo b > low2/dir/b; echo two > low2/two; ln low2/two low2/three; mkfifo low2/fifo; chmod 640 low2/two
echo far > low2/dir/a; touch -d '2020-01-02 03:04:05 UTC' low/file low/dir low2/two

echo "== merged"
on low:low2
tree m; cat m/file m/dir/a m/dir/b m/two; readlink m/link
stat -c %h m/dir m/only m
stat -f -c %T m
findmnt -no FSTYPE,SOURCE m

echo "== copy up"
n=$(number m/file); exec 3<m/file 4<m/two
echo more >> m/file; cat m/file low/file; same m/file $n
stat -c '%a %s' m/file; cat <&3; exec 3<&-
n=$(number m/two); chmod 600 m/two; stat -c '%a %Y %h' m/two upper/two; stat -c %a low2/two m/three
cat m/two <&4; exec 4<&-
touch -d '2021-01-01 UTC' m/dir/b; stat -c '%n %Y' upper/dir low/dir; stat -c %Y m/dir/b
n=$(number m/dir/sub); touch m/dir/sub/new; same m/dir/sub $n; ls upper/dir/sub
: > m/link; cat m/file | wc -c; [ -L m/link ] && [ ! -e upper/link ] && echo 'through the link'
truncate -s 2 m/dir/a; cat m/dir/a low/dir/a | od -c | head -3
again low:low2; cat m/dir/b; wc -c < m/file

echo "== whiteouts"
rm m/two; ls m; stat -c '%F %t:%T' upper/two; cat m/two 2>&1 | sed 's/.*: //'; cat low2/two
echo back > m/two; cat m/two; stat -c %F upper/two
rm m/dir/a; ls m/dir; cat m/dir/a 2>&1 | sed 's/.*: //'
try rmdir m/gone; rm m/gone/x; try rmdir m/gone; stat -c %F upper/gone; ls m
mkdir m/gone; ls m/gone; touch m/gone/y; ls m/gone; again low:low2; ls m/gone; ls low/gone
rm m/link; ln -s elsewhere m/link; readlink m/link low/link
rm m/fifo; mkdir m/fifo; stat -c %F m/fifo low2/fifo; rmdir m/fifo; stat -c %F upper/fifo
touch m/own; rm m/own; ls -A upper; rm -r m/only; ls m low2/only
rm -r m/dir; ls m; stat -c %F upper/dir; mkdir m/dir; ls -A m/dir; ls low/dir
try mknod m/w c 0 0

echo "== rename"
on low:low2
try mv m/file m/moved; cat m/moved; stat -c %F upper/file; ls m
try mv m/moved m/file; ls m; [ -f upper/file ] && ! [ -e upper/moved ] && echo 'no whiteout over nothing'
perl -e 'rename("m/dir", "m/dir2") or print "rename: $!\n"; rename("m/only", "m/only2") or print "rename: $!\n"'
mkdir m/new; touch m/new/in; perl -e 'rename("m/new", "m/newer") or print "$!\n"'; ls m/newer
perl -e 'rename("m/newer", "m/only") or print "$!\n"'; ls m/only; again low:low2; ls m/only
perl -e 'rename("m/only", "m/dir") or print "$!\n"'
try mv m/dir m/dir2; ls m m/dir2; ls low/dir
mkdir m/dir; ls -A m/dir
rm m/two; try mv m/three m/two; cat m/two; ls m
mkdir m/e; rm -r m/gone; perl -e 'rename("m/e", "m/gone") or print "$!\n"'; ls -A m/gone; again low:low2; ls -A m/gone
perl -e 'rename("m/link", "m/file") or print "$!\n"'; readlink m/file; again low:low2; readlink m/file; ls m

echo "== links"
on low:low2
ln m/two m/four; stat -c %h m/two m/four; echo w > m/four; cat m/two m/three
again low:low2; cat m/two m/four m/three; [ m/two -ef m/four ] && echo 'one file'; [ m/two -ef m/three ] || echo 'not the third'
ln m/file m/dir/hard; rm m/file; cat m/dir/hard; ln m/dir/hard m/file; cat m/file; stat -c %h m/file

echo "== open and gone"
on low:low2
exec 3<m/file; rm m/file; cat <&3; exec 3<&-
exec 3<>m/two; echo 2 >&3; rm m/two; echo still >&3; cat /proc/self/fd/3; exec 3<&-; ls m

echo "== directories"
on low:low2
for i in 1 2 3; do ls m/dir | tr '\n' ' '; echo; touch m/dir/n$i; rm -f m/dir/a; done
mkdir -p m/x/y/z; rmdir m/x/y/z m/x/y; ls -A upper/x; try rmdir m/x; ls -A upper | tr '\n' ' '; echo
chmod 700 m/only; stat -c %a m/only upper/only low2/only; rm -rf m/*; ls -A m; ls -A upper; ls low

echo "== read-only and stacked"
umount m
mount -t overlay overlay -o lowerdir=low:low2 m; try touch m/new; try rm m/file; cat m/file; ls m; umount m
on low; echo changed > m/file
mkdir upper2 work2 m2 m3 upper3 work3; mount -t overlay overlay -o lowerdir=m:low2,upperdir=upper2,workdir=work2 m2
cat m2/file m2/two; echo again > m2/file; cat m2/file m/file low/file; rm m2/dir/a; ls m2/dir m/dir
mount -t overlay overlay -o lowerdir=m2,upperdir=upper3,workdir=work3 m3 2>/dev/null || echo 'not three'
umount m2; umount m
mount -t tmpfs other low2; echo other > low2/other; mkdir low2/dir; echo o > low2/dir/o
on low:low2; ls m m/dir; n=$(number m/other); echo 2 >> m/other; cat m/other; rm m/dir/o; ls m/dir; umount m; umount low2

echo "== refused"
rm -rf upper work; mkdir -p upper/in work up2 'a:b' 'c,d'
refused() { mount -t overlay overlay -o "$1" m 2>/dev/null && { echo "mounted $1"; umount m; } || echo refused; }
refused lowerdir=low
refused lowerdir=none,upperdir=upper,workdir=work
refused lowerdir=low,upperdir=upper
refused upperdir=upper,workdir=work
refused lowerdir=low,upperdir=upper,workdir=upper/in
refused lowerdir=low,upperdir=upper,workdir=upper
refused lowerdir=low/file,upperdir=upper,workdir=work
refused lowerdir=low,upperdir=upper,workdir=work,bogus
refused lowerdir=low,upperdir=upper,workdir=work,redirect_dir=maybe
touch 'a:b/colon'; mount -t overlay overlay -o 'lowerdir=a\:b:low,upperdir=upper,workdir=work' m && ls m; umount m
touch work/work/left 2>/dev/null; mount -t overlay overlay -o lowerdir=low,upperdir=upper,workdir=work m; ls -A work/work; umount m
ls upper
exit 0
