package dev.kenari.tools;

import dev.kenari.designs.Design;
import dev.kenari.designs.Outcome;
import dev.kenari.designs.Program;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.SystemRequest;
import dev.kenari.designs.Volume;
import dev.kenari.image.GuestComputer;
import dev.kenari.image.ImageException;
import dev.kenari.image.RootFileSystem;
import dev.kenari.kernel.CommandLine;
import dev.kenari.kernel.KernelConfiguration;
import dev.kenari.kernel.component.Connector;
import dev.kenari.machine.StandardStreams;
import dev.kenari.machine.riscv.Harts;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Kenari itself as the computer on which images are built. */
public final class BuildComputer implements GuestComputer {
    private static final long MEMORY = 1L << 30;
    private static final String HOST_NAME = "kenari";

    /** Everything in the kernel; where modules are mounted, there would be a directory in the image. */
    private static final Design WITHOUT_MODULES = new Design("plain", List.of());

    /** For {@link java.util.ServiceLoader}. */
    public BuildComputer() {}

    @Override
    public int run(
            RootFileSystem root, List<String> command, Path shared, String mountPoint, OutputStream output, Duration limit)
            throws ImageException {
        SystemRequest request = new SystemRequest(
                MEMORY,
                1,
                Harts::create,
                OptionalLong.of(0),
                new KernelConfiguration(HOST_NAME, CommandLine.EMPTY),
                ImageRoot.of(root),
                List.of(new Volume(shared, mountPoint, false)),
                List.of(),
                new Program(command, Environment.of(List.of(), false, "/root", HOST_NAME), mountPoint, null),
                null,
                new StandardStreams(InputStream.nullInputStream(), output, OutputStream.nullOutputStream()),
                WITHOUT_MODULES,
                Connector.DIRECT,
                null,
                false);
        Optional<Outcome> outcome;
        try (RunningSystem system = RunningSystem.boot(request)) {
            outcome = system.await(limit);
        } catch (UncheckedIOException e) {
            throw new ImageException("cannot-boot", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted", "the image was being configured", e);
        }
        if (outcome.isEmpty()) {
            throw new ImageException(
                    "configure-failed", "the packages' scripts do not end within " + limit.toMinutes() + " minutes");
        }
        if (outcome.get().message() != null) {
            throw new ImageException("configure-failed", outcome.get().message());
        }
        return outcome.get().status();
    }
}
