# Hashes, regular expressions, sorting and strings.
use strict;
use warnings;

my $state = 12345;
sub random { $state = ($state * 1103515245 + 12345) % 2147483648; return ($state >> 8) % $_[0]; }
sub fib { my $n = shift; return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }

my %count;
my @lines;
for my $i (1 .. 80000) {
    my $word = sprintf("user%03d\@host%d.example", random(300), random(20));
    push @lines, "$i $word " . random(100000);
    $count{$word}++;
}
my ($total, %by_host) = (0);
for (@lines) {
    next unless /^(\d+) (\w+)@(host\d+)\.example (\d+)$/;
    $total += $4;
    $by_host{$3} += length $2;
}
my @order = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
(my $text = join ' ', @lines[0 .. 999]) =~ tr/a-z/A-Z/;
$text =~ s/USER(\d+)/<$1>/g;
print fib(21), " $total $order[0] ", scalar(keys %by_host), " ", length $text, "\n";
