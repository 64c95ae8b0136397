package dev.kenari.abi;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The guest asked for something impossible: one of Linux's error numbers (errno(3), asm-generic numbering).
 *
 * <p>Checked, stackless, and a constant: {@code throw Errno.ENOENT}. Numbers from 512 up never reach a program; they tell the
 * return path how to restart an interrupted call (signal(7), "Interruption of system calls").
 */
public final class Errno extends Exception {
    public static final Errno EPERM = new Errno(1, "EPERM", "Operation not permitted");
    public static final Errno ENOENT = new Errno(2, "ENOENT", "No such file or directory");
    public static final Errno ESRCH = new Errno(3, "ESRCH", "No such process");
    public static final Errno EINTR = new Errno(4, "EINTR", "Interrupted system call");
    public static final Errno EIO = new Errno(5, "EIO", "Input/output error");
    public static final Errno ENXIO = new Errno(6, "ENXIO", "No such device or address");
    public static final Errno E2BIG = new Errno(7, "E2BIG", "Argument list too long");
    public static final Errno ENOEXEC = new Errno(8, "ENOEXEC", "Exec format error");
    public static final Errno EBADF = new Errno(9, "EBADF", "Bad file descriptor");
    public static final Errno ECHILD = new Errno(10, "ECHILD", "No child processes");
    public static final Errno EAGAIN = new Errno(11, "EAGAIN", "Resource temporarily unavailable");
    public static final Errno ENOMEM = new Errno(12, "ENOMEM", "Cannot allocate memory");
    public static final Errno EACCES = new Errno(13, "EACCES", "Permission denied");
    public static final Errno EFAULT = new Errno(14, "EFAULT", "Bad address");
    public static final Errno ENOTBLK = new Errno(15, "ENOTBLK", "Block device required");
    public static final Errno EBUSY = new Errno(16, "EBUSY", "Device or resource busy");
    public static final Errno EEXIST = new Errno(17, "EEXIST", "File exists");
    public static final Errno EXDEV = new Errno(18, "EXDEV", "Invalid cross-device link");
    public static final Errno ENODEV = new Errno(19, "ENODEV", "No such device");
    public static final Errno ENOTDIR = new Errno(20, "ENOTDIR", "Not a directory");
    public static final Errno EISDIR = new Errno(21, "EISDIR", "Is a directory");
    public static final Errno EINVAL = new Errno(22, "EINVAL", "Invalid argument");
    public static final Errno ENFILE = new Errno(23, "ENFILE", "Too many open files in system");
    public static final Errno EMFILE = new Errno(24, "EMFILE", "Too many open files");
    public static final Errno ENOTTY = new Errno(25, "ENOTTY", "Inappropriate ioctl for device");
    public static final Errno ETXTBSY = new Errno(26, "ETXTBSY", "Text file busy");
    public static final Errno EFBIG = new Errno(27, "EFBIG", "File too large");
    public static final Errno ENOSPC = new Errno(28, "ENOSPC", "No space left on device");
    public static final Errno ESPIPE = new Errno(29, "ESPIPE", "Illegal seek");
    public static final Errno EROFS = new Errno(30, "EROFS", "Read-only file system");
    public static final Errno EMLINK = new Errno(31, "EMLINK", "Too many links");
    public static final Errno EPIPE = new Errno(32, "EPIPE", "Broken pipe");
    public static final Errno EDOM = new Errno(33, "EDOM", "Numerical argument out of domain");
    public static final Errno ERANGE = new Errno(34, "ERANGE", "Numerical result out of range");
    public static final Errno EDEADLK = new Errno(35, "EDEADLK", "Resource deadlock avoided");
    public static final Errno ENAMETOOLONG = new Errno(36, "ENAMETOOLONG", "File name too long");
    public static final Errno ENOLCK = new Errno(37, "ENOLCK", "No locks available");
    public static final Errno ENOSYS = new Errno(38, "ENOSYS", "Function not implemented");
    public static final Errno ENOTEMPTY = new Errno(39, "ENOTEMPTY", "Directory not empty");
    public static final Errno ELOOP = new Errno(40, "ELOOP", "Too many levels of symbolic links");
    public static final Errno ENOMSG = new Errno(42, "ENOMSG", "No message of desired type");
    public static final Errno EIDRM = new Errno(43, "EIDRM", "Identifier removed");
    public static final Errno ECHRNG = new Errno(44, "ECHRNG", "Channel number out of range");
    public static final Errno EL2NSYNC = new Errno(45, "EL2NSYNC", "Level 2 not synchronized");
    public static final Errno EL3HLT = new Errno(46, "EL3HLT", "Level 3 halted");
    public static final Errno EL3RST = new Errno(47, "EL3RST", "Level 3 reset");
    public static final Errno ELNRNG = new Errno(48, "ELNRNG", "Link number out of range");
    public static final Errno EUNATCH = new Errno(49, "EUNATCH", "Protocol driver not attached");
    public static final Errno ENOCSI = new Errno(50, "ENOCSI", "No CSI structure available");
    public static final Errno EL2HLT = new Errno(51, "EL2HLT", "Level 2 halted");
    public static final Errno EBADE = new Errno(52, "EBADE", "Invalid exchange");
    public static final Errno EBADR = new Errno(53, "EBADR", "Invalid request descriptor");
    public static final Errno EXFULL = new Errno(54, "EXFULL", "Exchange full");
    public static final Errno ENOANO = new Errno(55, "ENOANO", "No anode");
    public static final Errno EBADRQC = new Errno(56, "EBADRQC", "Invalid request code");
    public static final Errno EBADSLT = new Errno(57, "EBADSLT", "Invalid slot");
    public static final Errno EBFONT = new Errno(59, "EBFONT", "Bad font file format");
    public static final Errno ENOSTR = new Errno(60, "ENOSTR", "Device not a stream");
    public static final Errno ENODATA = new Errno(61, "ENODATA", "No data available");
    public static final Errno ETIME = new Errno(62, "ETIME", "Timer expired");
    public static final Errno ENOSR = new Errno(63, "ENOSR", "Out of streams resources");
    public static final Errno ENONET = new Errno(64, "ENONET", "Machine is not on the network");
    public static final Errno ENOPKG = new Errno(65, "ENOPKG", "Package not installed");
    public static final Errno EREMOTE = new Errno(66, "EREMOTE", "Object is remote");
    public static final Errno ENOLINK = new Errno(67, "ENOLINK", "Link has been severed");
    public static final Errno EADV = new Errno(68, "EADV", "Advertise error");
    public static final Errno ESRMNT = new Errno(69, "ESRMNT", "Srmount error");
    public static final Errno ECOMM = new Errno(70, "ECOMM", "Communication error on send");
    public static final Errno EPROTO = new Errno(71, "EPROTO", "Protocol error");
    public static final Errno EMULTIHOP = new Errno(72, "EMULTIHOP", "Multihop attempted");
    public static final Errno EDOTDOT = new Errno(73, "EDOTDOT", "RFS specific error");
    public static final Errno EBADMSG = new Errno(74, "EBADMSG", "Bad message");
    public static final Errno EOVERFLOW = new Errno(75, "EOVERFLOW", "Value too large for defined data type");
    public static final Errno ENOTUNIQ = new Errno(76, "ENOTUNIQ", "Name not unique on network");
    public static final Errno EBADFD = new Errno(77, "EBADFD", "File descriptor in bad state");
    public static final Errno EREMCHG = new Errno(78, "EREMCHG", "Remote address changed");
    public static final Errno ELIBACC = new Errno(79, "ELIBACC", "Can not access a needed shared library");
    public static final Errno ELIBBAD = new Errno(80, "ELIBBAD", "Accessing a corrupted shared library");
    public static final Errno ELIBSCN = new Errno(81, "ELIBSCN", ".lib section in a.out corrupted");
    public static final Errno ELIBMAX = new Errno(82, "ELIBMAX", "Attempting to link in too many shared libraries");
    public static final Errno ELIBEXEC = new Errno(83, "ELIBEXEC", "Cannot exec a shared library directly");
    public static final Errno EILSEQ = new Errno(84, "EILSEQ", "Invalid or incomplete multibyte or wide character");
    public static final Errno ERESTART = new Errno(85, "ERESTART", "Interrupted system call should be restarted");
    public static final Errno ESTRPIPE = new Errno(86, "ESTRPIPE", "Streams pipe error");
    public static final Errno EUSERS = new Errno(87, "EUSERS", "Too many users");
    public static final Errno ENOTSOCK = new Errno(88, "ENOTSOCK", "Socket operation on non-socket");
    public static final Errno EDESTADDRREQ = new Errno(89, "EDESTADDRREQ", "Destination address required");
    public static final Errno EMSGSIZE = new Errno(90, "EMSGSIZE", "Message too long");
    public static final Errno EPROTOTYPE = new Errno(91, "EPROTOTYPE", "Protocol wrong type for socket");
    public static final Errno ENOPROTOOPT = new Errno(92, "ENOPROTOOPT", "Protocol not available");
    public static final Errno EPROTONOSUPPORT = new Errno(93, "EPROTONOSUPPORT", "Protocol not supported");
    public static final Errno ESOCKTNOSUPPORT = new Errno(94, "ESOCKTNOSUPPORT", "Socket type not supported");
    public static final Errno EOPNOTSUPP = new Errno(95, "EOPNOTSUPP", "Operation not supported");
    public static final Errno EPFNOSUPPORT = new Errno(96, "EPFNOSUPPORT", "Protocol family not supported");
    public static final Errno EAFNOSUPPORT = new Errno(97, "EAFNOSUPPORT", "Address family not supported by protocol");
    public static final Errno EADDRINUSE = new Errno(98, "EADDRINUSE", "Address already in use");
    public static final Errno EADDRNOTAVAIL = new Errno(99, "EADDRNOTAVAIL", "Cannot assign requested address");
    public static final Errno ENETDOWN = new Errno(100, "ENETDOWN", "Network is down");
    public static final Errno ENETUNREACH = new Errno(101, "ENETUNREACH", "Network is unreachable");
    public static final Errno ENETRESET = new Errno(102, "ENETRESET", "Network dropped connection on reset");
    public static final Errno ECONNABORTED = new Errno(103, "ECONNABORTED", "Software caused connection abort");
    public static final Errno ECONNRESET = new Errno(104, "ECONNRESET", "Connection reset by peer");
    public static final Errno ENOBUFS = new Errno(105, "ENOBUFS", "No buffer space available");
    public static final Errno EISCONN = new Errno(106, "EISCONN", "Transport endpoint is already connected");
    public static final Errno ENOTCONN = new Errno(107, "ENOTCONN", "Transport endpoint is not connected");
    public static final Errno ESHUTDOWN = new Errno(108, "ESHUTDOWN", "Cannot send after transport endpoint shutdown");
    public static final Errno ETOOMANYREFS = new Errno(109, "ETOOMANYREFS", "Too many references: cannot splice");
    public static final Errno ETIMEDOUT = new Errno(110, "ETIMEDOUT", "Connection timed out");
    public static final Errno ECONNREFUSED = new Errno(111, "ECONNREFUSED", "Connection refused");
    public static final Errno EHOSTDOWN = new Errno(112, "EHOSTDOWN", "Host is down");
    public static final Errno EHOSTUNREACH = new Errno(113, "EHOSTUNREACH", "No route to host");
    public static final Errno EALREADY = new Errno(114, "EALREADY", "Operation already in progress");
    public static final Errno EINPROGRESS = new Errno(115, "EINPROGRESS", "Operation now in progress");
    public static final Errno ESTALE = new Errno(116, "ESTALE", "Stale file handle");
    public static final Errno EUCLEAN = new Errno(117, "EUCLEAN", "Structure needs cleaning");
    public static final Errno ENOTNAM = new Errno(118, "ENOTNAM", "Not a XENIX named type file");
    public static final Errno ENAVAIL = new Errno(119, "ENAVAIL", "No XENIX semaphores available");
    public static final Errno EISNAM = new Errno(120, "EISNAM", "Is a named type file");
    public static final Errno EREMOTEIO = new Errno(121, "EREMOTEIO", "Remote I/O error");
    public static final Errno EDQUOT = new Errno(122, "EDQUOT", "Disk quota exceeded");
    public static final Errno ENOMEDIUM = new Errno(123, "ENOMEDIUM", "No medium found");
    public static final Errno EMEDIUMTYPE = new Errno(124, "EMEDIUMTYPE", "Wrong medium type");
    public static final Errno ECANCELED = new Errno(125, "ECANCELED", "Operation canceled");
    public static final Errno ENOKEY = new Errno(126, "ENOKEY", "Required key not available");
    public static final Errno EKEYEXPIRED = new Errno(127, "EKEYEXPIRED", "Key has expired");
    public static final Errno EKEYREVOKED = new Errno(128, "EKEYREVOKED", "Key has been revoked");
    public static final Errno EKEYREJECTED = new Errno(129, "EKEYREJECTED", "Key was rejected by service");
    public static final Errno EOWNERDEAD = new Errno(130, "EOWNERDEAD", "Owner died");
    public static final Errno ENOTRECOVERABLE = new Errno(131, "ENOTRECOVERABLE", "State not recoverable");
    public static final Errno ERFKILL = new Errno(132, "ERFKILL", "Operation not possible due to RF-kill");

    /** Restart after the handler if it has SA_RESTART, else EINTR. */
    public static final Errno ERESTARTSYS = new Errno(512, "ERESTARTSYS", "to be restarted if SA_RESTART is set");
    /** Always restart, handler or not. */
    public static final Errno ERESTARTNOINTR = new Errno(513, "ERESTARTNOINTR", "to be restarted");
    /** Restart only if no handler runs. */
    public static final Errno ERESTARTNOHAND = new Errno(514, "ERESTARTNOHAND", "to be restarted if no handler");
    /** Restart through restart_syscall(2), which continues with what is left of the wait. */
    public static final Errno ERESTART_RESTARTBLOCK = new Errno(516, "ERESTART_RESTARTBLOCK", "to be continued");

    private static final Map<Integer, Errno> BY_NUMBER = Stream.of(
                    EPERM,
                    ENOENT,
                    ESRCH,
                    EINTR,
                    EIO,
                    ENXIO,
                    E2BIG,
                    ENOEXEC,
                    EBADF,
                    ECHILD,
                    EAGAIN,
                    ENOMEM,
                    EACCES,
                    EFAULT,
                    ENOTBLK,
                    EBUSY,
                    EEXIST,
                    EXDEV,
                    ENODEV,
                    ENOTDIR,
                    EISDIR,
                    EINVAL,
                    ENFILE,
                    EMFILE,
                    ENOTTY,
                    ETXTBSY,
                    EFBIG,
                    ENOSPC,
                    ESPIPE,
                    EROFS,
                    EMLINK,
                    EPIPE,
                    EDOM,
                    ERANGE,
                    EDEADLK,
                    ENAMETOOLONG,
                    ENOLCK,
                    ENOSYS,
                    ENOTEMPTY,
                    ELOOP,
                    ENOMSG,
                    EIDRM,
                    ECHRNG,
                    EL2NSYNC,
                    EL3HLT,
                    EL3RST,
                    ELNRNG,
                    EUNATCH,
                    ENOCSI,
                    EL2HLT,
                    EBADE,
                    EBADR,
                    EXFULL,
                    ENOANO,
                    EBADRQC,
                    EBADSLT,
                    EBFONT,
                    ENOSTR,
                    ENODATA,
                    ETIME,
                    ENOSR,
                    ENONET,
                    ENOPKG,
                    EREMOTE,
                    ENOLINK,
                    EADV,
                    ESRMNT,
                    ECOMM,
                    EPROTO,
                    EMULTIHOP,
                    EDOTDOT,
                    EBADMSG,
                    EOVERFLOW,
                    ENOTUNIQ,
                    EBADFD,
                    EREMCHG,
                    ELIBACC,
                    ELIBBAD,
                    ELIBSCN,
                    ELIBMAX,
                    ELIBEXEC,
                    EILSEQ,
                    ERESTART,
                    ESTRPIPE,
                    EUSERS,
                    ENOTSOCK,
                    EDESTADDRREQ,
                    EMSGSIZE,
                    EPROTOTYPE,
                    ENOPROTOOPT,
                    EPROTONOSUPPORT,
                    ESOCKTNOSUPPORT,
                    EOPNOTSUPP,
                    EPFNOSUPPORT,
                    EAFNOSUPPORT,
                    EADDRINUSE,
                    EADDRNOTAVAIL,
                    ENETDOWN,
                    ENETUNREACH,
                    ENETRESET,
                    ECONNABORTED,
                    ECONNRESET,
                    ENOBUFS,
                    EISCONN,
                    ENOTCONN,
                    ESHUTDOWN,
                    ETOOMANYREFS,
                    ETIMEDOUT,
                    ECONNREFUSED,
                    EHOSTDOWN,
                    EHOSTUNREACH,
                    EALREADY,
                    EINPROGRESS,
                    ESTALE,
                    EUCLEAN,
                    ENOTNAM,
                    ENAVAIL,
                    EISNAM,
                    EREMOTEIO,
                    EDQUOT,
                    ENOMEDIUM,
                    EMEDIUMTYPE,
                    ECANCELED,
                    ENOKEY,
                    EKEYEXPIRED,
                    EKEYREVOKED,
                    EKEYREJECTED,
                    EOWNERDEAD,
                    ENOTRECOVERABLE,
                    ERFKILL,
                    ERESTARTSYS,
                    ERESTARTNOINTR,
                    ERESTARTNOHAND,
                    ERESTART_RESTARTBLOCK)
            .collect(Collectors.toUnmodifiableMap(Errno::number, Function.identity()));

    private final int number;
    private final String symbol;

    private Errno(int number, String symbol, String text) {
        super(text, null, false, false);
        this.number = number;
        this.symbol = symbol;
    }

    public int number() {
        return number;
    }

    /** The C name, such as {@code ENOENT}. */
    public String symbol() {
        return symbol;
    }

    /** The constant for {@code number}; an unknown number is EIO. */
    public static Errno of(int number) {
        return BY_NUMBER.getOrDefault(number, EIO);
    }

    @Override
    public String toString() {
        return symbol + " (" + getMessage() + ")";
    }
}
