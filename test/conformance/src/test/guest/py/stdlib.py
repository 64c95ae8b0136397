# Much of Python's standard library that leans on the kernel.
import asyncio, errno, fcntl, hashlib, json, mmap, multiprocessing, os, pty, queue, resource, select, shutil, signal, socket
import subprocess, sys, tempfile, threading, time, zlib
from concurrent.futures import ThreadPoolExecutor

os.chdir(tempfile.mkdtemp())
print("subprocess", subprocess.run(["echo", "hi"], capture_output=True).stdout)
print("subprocess.input", subprocess.run(["tr", "a-z", "A-Z"], input=b"shout", capture_output=True).stdout)
print("subprocess.code", subprocess.run(["sh", "-c", "exit 9"]).returncode)
print("subprocess.signal", subprocess.run(["sh", "-c", "kill -9 $$"]).returncode)
try:
    subprocess.run(["sleep", "5"], timeout=0.1)
except subprocess.TimeoutExpired:
    print("subprocess.timeout")
try:
    subprocess.run(["no-such-program"])
except FileNotFoundError as e:
    print("subprocess.missing", e.errno == errno.ENOENT)
total = []
threads = [threading.Thread(target=lambda i=i: total.append(i * i)) for i in range(10)]
[t.start() for t in threads], [t.join() for t in threads]
print("threading", sum(total))
with ThreadPoolExecutor(4) as pool:
    print("futures", sum(pool.map(lambda x: x + 1, range(100))))
q = queue.Queue()
threading.Timer(0.01, q.put, ["later"]).start()
print("timer", q.get(timeout=5))
print("hashlib", hashlib.sha256(b"kenari").hexdigest()[:16], zlib.crc32(b"kenari"))
print("json", json.loads(json.dumps({"a": [1, 2.5, None, "\u00e9"]})))
with tempfile.NamedTemporaryFile() as f:
    f.write(b"x" * 10000)
    f.flush()
    with mmap.mmap(f.fileno(), 0) as m:
        m[0:3] = b"map"
        print("mmap", m[:5], len(m), m.find(b"p"))
async def main():
    p = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    out, _ = await p.communicate(b"async")
    r = await asyncio.gather(*(asyncio.sleep(0.01, i) for i in range(3)))
    return out, r
print("asyncio", asyncio.run(main()))
def square(x):
    return x * x
if sys.version_info >= (3, 8):
    ctx = multiprocessing.get_context("fork")
    with ctx.Pool(2) as pool:
        print("multiprocessing", pool.map(square, range(5)))
a, b = socket.socketpair()
a.sendall(b"ping")
print("socketpair", b.recv(10))
pid, fd = pty.fork()
if pid == 0:
    os.execvp("sh", ["sh", "-c", "stty size >/dev/null; test -t 0 && echo tty"])
out = b""
try:
    while True:
        chunk = os.read(fd, 100)
        if not chunk:
            break
        out += chunk
except OSError as e:
    out += b" EIO" if e.errno == errno.EIO else b" ?"
print("pty", out, os.waitpid(pid, 0)[1])
hits = []
signal.signal(signal.SIGALRM, lambda s, f: hits.append(s))
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.05)
print("signal", [int(h) for h in hits])
r, w = os.pipe()
print("select", select.select([r], [w], [], 0)[1] == [w])
ep = select.epoll()
ep.register(r, select.EPOLLIN)
os.write(w, b"!")
print("epoll", ep.poll(1)[0][1])
print("poll", len(select.poll().poll(1)))
fcntl.flock(open("lock", "w"), fcntl.LOCK_EX)
print("flock")
print("rlimit", resource.getrlimit(resource.RLIMIT_STACK)[0] == 8 << 20)
os.mkdir("d")
for n in "cab":
    open("d/" + n, "w").close()
print("listdir", sorted(os.listdir("d")), [e.is_file() for e in os.scandir("d")])
shutil.copytree("d", "e")
shutil.rmtree("d")
print("walk", [(x, sorted(z)) for x, y, z in os.walk("e")])
print("statvfs", os.statvfs(".").f_bsize)
print("urandom", len(os.urandom(33)))
print("sched", len(os.sched_getaffinity(0)) > 0)
fd = os.memfd_create("m")
os.write(fd, b"mem")
print("memfd", os.lseek(fd, 0, os.SEEK_CUR))
e = os.eventfd(2)
print("eventfd", os.eventfd_read(e))
print("recursion", (lambda f: f(f, 500))(lambda f, n: 0 if n == 0 else 1 + f(f, n - 1)))
print("float", 0.1 + 0.2, 1e308 * 10, 2 ** 0.5, round(2.5), int(1e18))
print("big", pow(3, 1000) % 10 ** 20)
