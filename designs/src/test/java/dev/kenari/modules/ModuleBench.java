package dev.kenari.modules;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.module.KernelSymbols;
import dev.kenari.kernel.module.ModulePolicy;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.modules.build.ModuleSigner;
import dev.kenari.modules.build.ModuleWriter;
import dev.kenari.vfs.BlockDrivers;
import dev.kenari.vfs.FileSystemTypes;
import dev.kenari.vfs.MiscDevices;
import dev.kenari.vfs.RootLayers;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** A kernel with a file service that takes modules, and modules to give it. */
final class ModuleBench {
    /** What a test does. */
    @FunctionalInterface
    interface Body {
        void run(ModuleBench bench) throws Exception;
    }

    /** Signs what tests make; the kernel of a bench trusts it. */
    static final ModuleSigner SIGNER = signer();

    final Kernel kernel;
    final Vfs vfs;
    final int client;

    /** Of the driver of the disk that was added last. */
    WeakReference<ClassLoader> lastDiskLoader;

    private ModuleBench(Kernel kernel, boolean enforced) throws Exception {
        this.kernel = kernel;
        VfsComponent files = VfsComponent.create(kernel, Connector.DIRECT);
        KernelSymbols symbols = new KernelSymbols(ModuleTree::symbols, ModuleTree.class.getClassLoader())
                .service(BlockDrivers.class, watched(files.blockDrivers()))
                .service(FileSystemTypes.class, files.fileSystemTypes())
                .service(MiscDevices.class, files.miscDevices());
        kernel.modules().enable(symbols, new ModulePolicy(ModuleBench::certificate, enforced));
        vfs = files.vfs();
        files.mountRoot(new RootLayers(files.tmpfs().fileSystem(), -1, -1));
        client = vfs.attach(0, 1, false, false);
        vfs.mkdirat(client, Fcntl.AT_FDCWD, "/dev", 0755);
        files.mount(files.devtmpfs(), "devtmpfs", "/dev", 0);
    }

    private BlockDrivers watched(BlockDrivers drivers) {
        return new BlockDrivers() {
            @Override
            public int registerMajor(int major, String name) throws Errno {
                return drivers.registerMajor(major, name);
            }

            @Override
            public void unregisterMajor(int major) {
                drivers.unregisterMajor(major);
            }

            @Override
            public void add(BlockDevice disk, long number, int minors, ModuleReference owner) throws Errno {
                lastDiskLoader = new WeakReference<>(disk.getClass().getClassLoader());
                drivers.add(disk, number, minors, owner);
            }

            @Override
            public void remove(BlockDevice disk) {
                drivers.remove(disk);
            }
        };
    }

    static void run(Body body) throws Exception {
        KernelHarness.inKernel(kernel -> body.run(new ModuleBench(kernel, true)));
    }

    /** In a kernel that takes modules whoever signed them. */
    static void runTrusting(Body body) throws Exception {
        KernelHarness.inKernel(kernel -> body.run(new ModuleBench(kernel, false)));
    }

    private static ModuleSigner signer() {
        try {
            return ModuleSigner.generate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(SIGNER.certificate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A module's file, not signed. */
    static byte[] build(Class<?> entry) throws IOException {
        return new ModuleWriter(entry).write(ModuleTree.symbols(), List.of());
    }

    static byte[] signed(byte[] module) throws GeneralSecurityException {
        return SIGNER.sign(module);
    }

    void load(byte[] image, String arguments) throws Exception {
        kernel.modules().load(image, () -> arguments, 0);
    }

    /** The log's last line. */
    String lastLine() {
        return kernel.log().messages().getLast().text();
    }
}
