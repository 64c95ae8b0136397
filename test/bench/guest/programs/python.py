"""Objects, dictionaries, strings, sorting, recursion and generators."""


class Account:
    def __init__(self, name, balance):
        self.name = name
        self.balance = balance

    def move(self, other, amount):
        if amount <= self.balance:
            self.balance -= amount
            other.balance += amount
            return True
        return False


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def numbers(count, state=12345):
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        yield state >> 8


def accounts():
    book = [Account("account %d" % i, 1000) for i in range(200)]
    source = numbers(90000)
    moved = sum(book[a % 200].move(book[b % 200], a % 500) for a, b in zip(source, source))
    return moved, max(book, key=lambda a: (a.balance, a.name)).name


def words():
    counts = {}
    for n in numbers(90000):
        word = "w" + str(n % 997)
        counts[word] = counts.get(word, 0) + 1
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]
    return ", ".join("%s=%d" % item for item in best)


def primes(limit):
    sieve = bytearray([1]) * limit
    for i in range(2, int(limit**0.5) + 1):
        if sieve[i]:
            sieve[i * i :: i] = bytes(len(range(i * i, limit, i)))
    return sum(sieve) - 2


print(fib(22), accounts(), words(), primes(1000000))
print(sum(x * 0.5 for x in numbers(90000)), "".join(reversed("kenari")))
