# What the everyday tools print.
cd "$(mktemp -d)"
umask 022
mkdir -p a/b/c; echo hello >a/b/c/f; ln -s f a/b/c/l; ln a/b/c/f a/b/c/h
find . | sort
ls -l a/b/c | awk '{print $1, $2, $5}' | sed 1d
stat -c '%F %a %h %s' a/b/c/f a/b/c/l
stat -c '%F %a %h' a
cp -a a copy && diff -r a copy && echo same
mv copy moved && ls
du -a --apparent-size -b moved/b/c/f | cut -f1
chmod 600 a/b/c/f; stat -c %a a/b/c/f
touch -d '2001-02-03 04:05:06 UTC' t; TZ=UTC date -r t +%FT%T
rm -r moved; ls
readlink -f a/b/c/l | sed 's/.*\/a/a/'
basename /x/y.z .z; dirname /x/y.z
printf 'b 2\na 1\nc 3\n' | sort | cut -d' ' -f2 | paste -sd+ | tr -d '\n'; echo
printf 'x\nx\ny\n' | uniq -c | tr -s ' '
echo abc | sha256sum
echo abc | md5sum
echo abc | base64
printf 'abcdef' | od -An -tx1
printf '1\n2\n3\n' | tac | head -n 1
seq 5 | shuf --random-source=/dev/zero | wc -l
expr 6 \* 7
echo "one two three" | sed 's/two/2/; s/three$/3/'
echo "a:b:c" | awk -F: '{print $3 $1}'
printf 'match\nnone\n' | grep -n match
printf 'a\tb\n' | expand -t 4
head -c 1000000 /dev/zero | wc -c
dd if=/dev/zero of=z bs=1k count=64 2>/dev/null; stat -c %s z
truncate -s 1M sparse; stat -c '%s %b' sparse
split -b 16k z part.; ls part.* | wc -l
cat part.* | cmp - z && echo equal
tar cf t.tar a && tar tf t.tar | sort
gzip -c z | gzip -dc | cmp - z && echo gzip
id -u; id -un
env -i A=1 env
nice -n 5 nice
timeout 0.1 sleep 5; echo "timeout $?"
factor 1234567890
numfmt --to=iec 1048576
test -e none || echo absent
xargs -n 2 echo <<'E'
1 2 3 4 5
E
