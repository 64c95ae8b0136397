package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.designs.Design;
import dev.kenari.designs.RootImage;
import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Images;
import dev.kenari.image.Progress;
import dev.kenari.tools.ImageRoot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs of the embedded image that break the rules, and what the kernel makes of them. Needs no network. */
class IsolationTest {
    private static RootImage image;

    @BeforeAll
    static void open() throws ImageException {
        image = ImageRoot.of(Images.open(ImageReference.parse("embedded"), Progress.NONE));
    }

    @Test
    void helloReachesStandardOutput() throws InterruptedException {
        Guest.Result result = Guest.of(image).run("hello");
        assertThat(result.output()).isEqualTo("Hello from U-mode RV64!\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void aPrivilegedInstructionIsSigill() throws InterruptedException {
        assertThat(Guest.of(image).run("privileged").status()).isEqualTo(128 + 4);
    }

    @Test
    void aTouchOfNobodysMemoryIsSigsegv() throws InterruptedException {
        assertThat(Guest.of(image).run("wild").status()).isEqualTo(128 + 11);
    }

    @Test
    void neighboursGoOn() throws InterruptedException {
        Guest.Result result = Guest.of(image).run("neighbours");
        assertThat(result.lines()).containsExactly("ended by signal 04", "ended by signal 11");
        assertThat(result.status()).isZero();
    }

    @Test
    void standardInputArrivesWithItsEnd() throws InterruptedException {
        String text = "x".repeat(200_000) + "\n";
        Guest.Result result = Guest.of(image).withInput(text).run("cat");
        assertThat(result.output()).isEqualTo(text);
        assertThat(result.status()).isZero();
    }

    @Test
    void everyDesignRunsTheSameProgram() throws InterruptedException {
        for (Design design : Design.all()) {
            Guest.Result result = Guest.of(image).withDesign(design).run("echo", "a", "b c");
            assertThat(result.output()).as(design.name()).isEqualTo("a b c\n");
        }
    }

    @Test
    void aMissingCommandIs127() throws InterruptedException {
        Guest.Result result = Guest.of(image).run("nosuchcommand");
        assertThat(result.status()).isEqualTo(127);
        assertThat(result.error()).contains("nosuchcommand");
    }

    @Test
    void aDirectoryIs126() throws InterruptedException {
        assertThat(Guest.of(image).run("/bin").status()).isEqualTo(126);
    }

    @Test
    void aSeedRepeatsTheTraceByteForByte() throws InterruptedException {
        repeats("", "neighbours");
    }

    @Test
    void aSeedRepeatsHowInputArrives() throws InterruptedException {
        repeats("y".repeat(200_000), "cat");
    }

    private static void repeats(String input, String program) throws InterruptedException {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        Guest.of(image).withInput(input).withSeed(42, first).run(program);
        Guest.of(image).withInput(input).withSeed(42, second).run(program);
        assertThat(first).isNotEmpty().isEqualTo(second);
    }
}
