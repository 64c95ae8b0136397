# Words by frequency, and lines that match.
{
    for (i = 1; i <= NF; i++) {
        words[tolower($i)]++
    }
    length_sum += length($0)
}
/[aeiou]nd?[a-m]+ / { matched++ }
END {
    for (word in words) {
        if (words[word] > best || words[word] == best && word < top) {
            best = words[word]
            top = word
        }
    }
    print NR, length_sum, matched, length(words), top, best
}
