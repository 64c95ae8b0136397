# Pipes, redirections and exit codes of a shell.
cd "$(mktemp -d)"
for i in 3 1 2; do echo $i; done | sort | tr '\n' ' '; echo
echo a b c | wc -w | tr -d ' '
seq 1 1000 | tail -n 1
seq 1 100000 | head -n 2
yes | head -c 10 | tr '\n' '.'; echo
(exit 7); echo "subshell $?"
false | true; echo "pipe $?"
bash -c 'set -o pipefail; false | true; echo "pipefail $?"'
echo out >f; echo more >>f; cat f
cat <f | cat | cat
{ echo err >&2; } 2>g; cat g
echo both >h 2>&1; cat h
cat <<EOF
here $((6 * 7))
EOF
sh -c 'kill -TERM $$'; echo "term $?"
sh -c 'kill -SEGV $$' 2>/dev/null; echo "segv $?"
sh -c 'exec nosuchcommand' 2>/dev/null; echo "missing $?"
sh -c './f' 2>/dev/null; echo "denied $?"
trap 'echo trapped' USR1; kill -USR1 $$; echo after
sh -c 'trap "echo bye" EXIT; exit 3'; echo "trap $?"
sleep 0.05 & wait $!; echo "wait $?"
sleep 5 & kill %1 2>/dev/null || kill $!; wait $! 2>/dev/null; echo "killed $?"
x=$(printf 'sub\n\n\n'); echo "[$x]"
echo $(( $(echo 40) + 2 ))
printf '%s\n' b a c | sort -r | paste -sd,
exec 5>five; echo five >&5; exec 5>&-; cat five
mkfifo p; (echo through >p &); cat p
test -p p && echo fifo
