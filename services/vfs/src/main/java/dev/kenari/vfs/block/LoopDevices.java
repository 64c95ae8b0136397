package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.file.Client;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;

/** The loop devices: /dev/loop-control and the requests of loop(4). */
public final class LoopDevices implements CharDevice {
    /** Of /dev/loop-control: a miscellaneous device. */
    public static final int CONTROL_MINOR = 237;

    private static final int MAJOR = 7;
    private static final int FIRST = 8;
    private static final int MOST = 256;

    private static final int LOOP_SET_FD = 0x4C00;
    private static final int LOOP_CLR_FD = 0x4C01;
    private static final int LOOP_SET_STATUS64 = 0x4C04;
    private static final int LOOP_GET_STATUS64 = 0x4C05;
    private static final int LOOP_SET_CAPACITY = 0x4C07;
    private static final int LOOP_SET_DIRECT_IO = 0x4C08;
    private static final int LOOP_SET_BLOCK_SIZE = 0x4C09;
    private static final int LOOP_CONFIGURE = 0x4C0A;
    private static final int LOOP_CTL_ADD = 0x4C80;
    private static final int LOOP_CTL_REMOVE = 0x4C81;
    private static final int LOOP_CTL_GET_FREE = 0x4C82;

    private static final int CONFIGURATION = 304;
    private static final int INFO_AT = 8;

    private final Kernel kernel;
    private final BlockLayer layer;
    private final TreeMap<Integer, LoopVolume> volumes = new TreeMap<>();

    public LoopDevices(Kernel kernel, BlockLayer layer) throws Errno {
        this.kernel = kernel;
        this.layer = layer;
        layer.registerMajor(MAJOR, "loop");
        for (int i = 0; i < FIRST; i++) {
            add(i);
        }
    }

    private void add(int number) throws Errno {
        LoopVolume volume = new LoopVolume(kernel, new LoopDevice(kernel, number), DeviceNumber.of(MAJOR, number));
        layer.add(volume);
        volumes.put(number, volume);
    }

    /** An ioctl(2) request of a loop device that is none of all block devices. ENOTTY. */
    static void run(LoopVolume volume, Client client, int request, long argument, Grant memory) throws Errno {
        LoopDevice loop = volume.loop();
        switch (request) {
            case LOOP_SET_FD -> volume.bind(client, client.file((int) argument), new LoopInfo(0, 0, 0, new byte[64]));
            case LOOP_CONFIGURE -> configure(volume, client, memory);
            case LOOP_CLR_FD -> volume.unbind();
            case LOOP_SET_STATUS64 -> {
                LoopInfo now = loop.info();
                LoopInfo wanted = LoopInfo.of(read(volume, memory, LoopInfo.LENGTH), 0);
                int flags = now.flags() & ~LoopInfo.AUTOCLEAR | wanted.flags() & LoopInfo.AUTOCLEAR;
                volume.forgetPages();
                volume.change(new LoopInfo(wanted.offset(), wanted.sizeLimit(), flags, wanted.name()));
            }
            case LOOP_GET_STATUS64 -> {
                byte[] status = loop.status();
                volume.kernel().granted().write(memory, 0, status, 0, status.length);
            }
            case LOOP_SET_CAPACITY -> {
                loop.info();
                loop.measure();
                volume.resized();
            }
            case LOOP_SET_BLOCK_SIZE -> {
                loop.info();
                loop.setBlockSize((int) argument);
            }
            case LOOP_SET_DIRECT_IO -> {
                loop.info();
                if (argument != 0) {
                    throw Errno.EINVAL;
                }
            }
            default -> throw Errno.ENOTTY;
        }
    }

    private static byte[] read(BlockVolume volume, Grant memory, int length) throws Errno {
        byte[] bytes = new byte[length];
        volume.kernel().granted().read(memory, 0, bytes, 0, length);
        return bytes;
    }

    private static void configure(LoopVolume volume, Client client, Grant memory) throws Errno {
        byte[] bytes = read(volume, memory, CONFIGURATION);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        volume.bind(client, client.file(in.getInt(0)), LoopInfo.of(bytes, INFO_AT));
        if (in.getInt(4) != 0) {
            volume.loop().setBlockSize(in.getInt(4));
        }
    }

    @Override
    public long open(int minor, int flags, int process) throws Errno {
        if (minor != CONTROL_MINOR) {
            throw Errno.ENXIO;
        }
        return 1;
    }

    @Override
    public void release(long handle) {}

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        throw Errno.EINVAL;
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        throw Errno.EINVAL;
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        int number = (int) argument;
        switch (request) {
            case LOOP_CTL_GET_FREE -> {
                for (LoopVolume volume : volumes.values()) {
                    if (!volume.loop().isBound()) {
                        return DeviceNumber.minor(volume.number());
                    }
                }
                return ioctl(handle, LOOP_CTL_ADD, volumes.lastKey() + 1, memory);
            }
            case LOOP_CTL_ADD -> {
                if (volumes.containsKey(number)) {
                    throw Errno.EEXIST;
                }
                if (number < 0 || number >= MOST) {
                    throw Errno.ENOSPC;
                }
                add(number);
            }
            case LOOP_CTL_REMOVE -> {
                LoopVolume volume = volumes.get(number);
                if (volume == null) {
                    throw Errno.ENODEV;
                }
                if (volume.isOpen() || volume.loop().isBound()) {
                    throw Errno.EBUSY;
                }
                volumes.remove(number);
                layer.remove(volume);
            }
            default -> throw Errno.ENOTTY;
        }
        return number;
    }

    @Override
    public int poll(long handle, int events) {
        return 0;
    }

    @Override
    public int waitQueue(long handle) {
        return 0;
    }
}
