# bash itself.
exec bash -c '
declare -A m=([a]=1 [b]=2); echo ${m[b]} ${#m[@]}
a=(x y z); echo "${a[@]:1}" ${#a[@]}
echo {1..5} {a..c}
s=hello; echo ${s^^} ${s:1:3} ${s/l/L} ${#s}
[[ abc =~ ^a(.)c$ ]] && echo ${BASH_REMATCH[1]}
f() { local x=5; echo $((x * $1)); }; f 3
while read -r l; do echo "<$l>"; done < <(printf "p\nq\n")
printf -v v "%05d" 42; echo $v
set -e; (exit 0) && echo ok
i=0; until ((i >= 3)); do ((i += 1)); done; echo $i
case word in w*) echo starts;; esac
select_test=1; echo ${select_test:+set} ${unset:-default}
coproc cat; echo via-coproc >&${COPROC[1]}; read -r r <&${COPROC[0]}; echo $r; kill $COPROC_PID; wait $COPROC_PID 2>/dev/null || true
echo $$ | grep -qE "^[0-9]+$" && echo pid
shopt -s extglob; x=foo.tar.gz; echo ${x%%.*} ${x##*.}
mapfile -t lines < <(seq 3); echo ${lines[2]}
trap "echo got-int" INT; kill -INT $$; echo continued
time_out=$(TIMEFORMAT=%R; { time sleep 0.01; } 2>&1); [[ $time_out =~ ^0\.[0-9]+$ ]] && echo timed
jobs_test() { sleep 0.02 & sleep 0.01 & wait -n; echo first $?; wait; }; jobs_test
read -t 0.05 < <(sleep 1) || echo read-timeout $(( $? > 128 ))
ulimit -n 100; ulimit -n
exec 3<<<"string"; read -ru3 w; echo $w
'
