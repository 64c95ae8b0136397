# Arithmetic, arrays, string operations and functions of the shell itself.
state=12345 sum=0
random() { ((state = (state * 1103515245 + 12345) % 2147483648, value = (state >> 8) % $1)); }
declare -A count
for ((i = 0; i < 8000; i++)); do
    random 97
    ((sum += value * i))
    ((count[w$value]++))
done
text=
for word in "${!count[@]}"; do text+="$word "; done
fib() { local n=$1 a=0 b=1; while ((n-- > 0)); do ((a += b, b = a - b)); done; value=$a; }
for n in {1..60}; do fib "$n"; done
upper=${text^^} hits=0
for word in $upper; do [[ $word == W*7 ]] && ((hits++)); done
echo "$sum ${#count[@]} ${#text} $value $hits ${count[w7]}"
