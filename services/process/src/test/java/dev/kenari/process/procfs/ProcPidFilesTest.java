package dev.kenari.process.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.DirectoryEntry;
import dev.kenari.vfs.LinkTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** proc_pid_cmdline(5), proc_pid_environ(5), proc_pid_comm(5), proc_pid_fd(5), proc_pid_limits(5), proc_pid_mountinfo(5) ... */
class ProcPidFilesTest {
    @Test
    void cmdlineIsTheArgumentStrings() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("2/cmdline")).isEqualTo("prog\0x\0"));
    }

    @Test
    void environIsTheEnvironmentStrings() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("2/environ")).isEqualTo("A=1\0"));
    }

    @Test
    void cmdlineOfAProgramThatSetItsTitleEndsAtTheFirstNul() throws Exception {
        ProcFixture.with(proc -> {
            byte[] title = "a title".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            proc.process.leader().task().space().memory().write(0x20000, title, 0, title.length);
            assertThat(proc.read("2/cmdline")).isEqualTo("a titleA=1");
        });
    }

    @Test
    void commIsCutToFifteenBytes() throws Exception {
        ProcFixture.with(proc -> {
            proc.write("2/comm", "a name that is long\n");
            assertThat(proc.read("2/comm")).isEqualTo("a name that is \n");
        });
    }

    @Test
    void fdLinksToTheDescriptor() throws Exception {
        ProcFixture.with(proc -> {
            assertThat(proc.fileSystem.readlink(proc.node("2/fd/3")))
                    .isEqualTo(new LinkTarget(LinkTarget.Kind.DESCRIPTOR, null, 5, 3));
            assertThat(proc.fileSystem.attributes(proc.node("2/fd/3")).mode()).isEqualTo(FileMode.S_IFLNK | 0700);
        });
    }

    @Test
    void fdinfoTellsPositionAndFlags() throws Exception {
        ProcFixture.with(proc ->
                assertThat(proc.read("2/fdinfo/3")).isEqualTo("pos:\t12\nflags:\t02\nmnt_id:\t40\nino:\t99\n"));
    }

    @Test
    void limitsLookLikeTheHosts() throws Exception {
        ProcFixture.with(proc -> {
            List<String> own = proc.read("2/limits").lines().toList();
            List<String> host = HostFile.lines("/proc/self/limits");
            assertThat(own.getFirst()).isEqualTo(host.getFirst());
            assertThat(own.stream().map(l -> l.substring(0, 26))).isEqualTo(host.stream().map(l -> l.substring(0, 26)).toList());
            assertThat(own.stream().map(l -> l.substring(68))).isEqualTo(host.stream().map(l -> l.substring(68)).toList());
        });
    }

    @Test
    void mountinfoEscapesSpaces() throws Exception {
        ProcFixture.with(proc -> {
            assertThat(proc.read("2/mountinfo"))
                    .isEqualTo("40 21 0:30 / /mnt/a\\040b rw,relatime shared:7 - tmpfs tmp rw,size=4k\n");
            assertThat(proc.read("2/mounts")).isEqualTo("tmp /mnt/a\\040b tmpfs rw,relatime,size=4k 0 0\n");
        });
    }

    @Test
    void threadsHaveAllButTheTaskDirectory() throws Exception {
        ProcFixture.with(proc -> {
            assertThat(proc.read("2/task/2/comm")).isEqualTo("a program\n");
            assertThatThrownBy(() -> proc.node("2/task/2/task")).isEqualTo(Errno.ENOENT);
            assertThatThrownBy(() -> proc.node("2/task/1")).isEqualTo(Errno.ENOENT);
        });
    }

    @Test
    void oomScoreAdjustmentIsKept() throws Exception {
        ProcFixture.with(proc -> {
            proc.write("2/oom_score_adj", "500\n");
            assertThat(proc.read("2/oom_score_adj")).isEqualTo("500\n");
            assertThatThrownBy(() -> proc.write("2/oom_score_adj", "1001")).isEqualTo(Errno.EINVAL);
            assertThatThrownBy(() -> proc.write("2/oom_score_adj", "x")).isEqualTo(Errno.EINVAL);
        });
    }

    @Test
    void readOnlyFilesCannotBeOpenedForWriting() throws Exception {
        ProcFixture.with(proc -> assertThatThrownBy(() -> proc.write("2/stat", "x")).isEqualTo(Errno.EACCES));
    }

    @Test
    void listingGoesOnWhereItStopped() throws Exception {
        ProcFixture.with(proc -> {
            long root = proc.fileSystem.root().node();
            java.util.List<String> names = new java.util.ArrayList<>();
            List<DirectoryEntry> part = proc.fileSystem.readDirectory(root, 0, 3);
            while (!part.isEmpty()) {
                part.forEach(e -> names.add(e.name()));
                part = proc.fileSystem.readDirectory(root, part.getLast().cookie(), 3);
            }
            assertThat(names).doesNotHaveDuplicates().contains("1", "2", "self", "meminfo", "sys");
        });
    }
}
