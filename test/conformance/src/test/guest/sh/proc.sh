# The format of what /proc says; values are reduced to their shape.
shape() { sed -E 's/[0-9]+/N/g; s/ +/ /g'; }
cat /proc/self/comm
tr '\0' ' ' </proc/self/cmdline | cut -d' ' -f1; echo
head -n 1 /proc/self/status | shape
cut -d' ' -f2-3 /proc/self/stat
wc -w </proc/self/stat | tr -d ' '
wc -w </proc/self/statm | tr -d ' '
grep -c '' /proc/loadavg
awk '{print NF}' /proc/uptime
grep -E '^(MemTotal|MemFree|MemAvailable|Buffers|Cached|SwapTotal):' /proc/meminfo | shape
readlink /proc/self/exe | sed 's/.*\///'
readlink /proc/self/cwd >/dev/null && echo cwd
ls /proc/self/fd | grep -c '^[012]$'
grep -c '\[stack\]' /proc/self/maps
grep -E '\[(heap|stack)\]' /proc/self/maps | sed -E 's/^[0-9a-f]+-[0-9a-f]+ (....) [0-9a-f]+ [0-9a-f:]+ [0-9]+ +/\1 /'
head -n 1 /proc/self/limits | tr -s ' '
grep '^Max open files' /proc/self/limits | awk '{print NF}'
head -n 1 /proc/stat | awk '{print $1, NF}'
grep -c '^processor' /proc/cpuinfo | awk '{print ($1 > 0)}'
cat /proc/sys/kernel/ostype
test -r /proc/sys/kernel/random/uuid && wc -c </proc/sys/kernel/random/uuid | tr -d ' '
cat /proc/filesystems | grep -c tmpfs
awk '$2 == "/proc" {print $3}' /proc/mounts
awk '{print (NF >= 10)}' /proc/self/mountinfo | sort -u
ls -d /proc/self/task/* | wc -l | tr -d ' '
cat /proc/self/oom_score_adj
echo renamed >/proc/self/comm 2>/dev/null && echo writable
ps -o pid= -p $$ | grep -c .
