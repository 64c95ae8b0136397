package dev.kenari.tools.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.designs.Design;
import dev.kenari.designs.microkernel.Microkernel;
import dev.kenari.designs.monolithic.Monolithic;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.kernel.fault.FaultKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A short campaign: each kind of fault does to each design what it must. */
@Tag("slow")
class CampaignTest {
    private static final Campaign CAMPAIGN = new Campaign(1, 2);
    /** In the middle of what the worker writes. */
    private static final long AT = 12;

    private static Trial attempt(Design design, FaultKind kind, long seed) throws InterruptedException {
        return CAMPAIGN.attempt(CampaignReport.quick(design), new Fault("virtio_blk/vda", kind, seed, AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mono", "micro", "hybrid"})
    void withoutAFaultNothingManifests(String design) throws InterruptedException {
        Trial trial = CAMPAIGN.attempt(Design.named(design).orElseThrow(), null);
        assertThat(trial.manifested()).as("%s", trial).isFalse();
        assertThat(trial.workloadCorrect() && trial.serviceBack() && trial.dataIntact()).as("%s", trial).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"EXCEPTION", "HANG", "LEAK", "WILD_WRITE", "LOST_IRQ", "IRQ_STORM", "BAD_DMA"})
    void aDomainIsRestartedAndNobodyNotices(FaultKind kind) throws InterruptedException {
        Trial trial = attempt(Microkernel.DESIGN, kind, 1);
        assertThat(trial.activated()).as("%s", trial).isTrue();
        assertThat(trial.alive() && trial.othersCorrect() && trial.workloadCorrect() && trial.serviceBack() && trial.dataIntact())
                .as("%s", trial)
                .isTrue();
    }

    @Test
    void anExceptionInTheKernelCostsTheProgram() throws InterruptedException {
        Trial trial = attempt(Monolithic.DESIGN, FaultKind.EXCEPTION, 1);
        assertThat(trial.alive() && trial.othersCorrect() && trial.serviceBack()).as("%s", trial).isTrue();
        assertThat(trial.workloadCorrect()).as("%s", trial).isFalse();
        assertThat(trial.recoveryNanos()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"HANG", "IRQ_STORM"})
    void aHangInTheKernelIsTheMachines(FaultKind kind) throws InterruptedException {
        Trial trial = attempt(Monolithic.DESIGN, kind, 1);
        assertThat(trial.end()).as("%s", trial).isEqualTo("hang");
    }

    /** Each of these seeds chooses another target: page table, frame table, memory of programs. */
    @Test
    void aWildWriteInTheKernelHitsOthers() throws InterruptedException {
        int harmed = 0;
        for (long seed = 0; seed < 12 && harmed == 0; seed++) {
            Trial trial = attempt(Monolithic.DESIGN, FaultKind.WILD_WRITE, seed);
            assertThat(trial.activated()).as("%s", trial).isTrue();
            harmed += trial.alive() && trial.othersCorrect() ? 0 : 1;
        }
        assertThat(harmed).isPositive();
    }

    @Test
    void aMutantIsReplacedByAHealthyDriver() throws InterruptedException {
        int manifested = 0;
        for (long seed = 0; seed < 20 && manifested < 3; seed++) {
            Trial trial = attempt(Microkernel.DESIGN, FaultKind.INVERTED_BRANCH, seed);
            assertThat(trial.alive() && trial.othersCorrect()).as("%s", trial).isTrue();
            manifested += trial.manifested() ? 1 : 0;
        }
        assertThat(manifested).isEqualTo(3);
    }

    @Test
    void theListOfFaultsIsTheSameEverywhere() {
        FaultList one = new FaultList(7);
        FaultList other = new FaultList(7);
        for (int i = 0; i < 100; i++) {
            assertThat(one.get(i)).isEqualTo(other.get(i));
        }
        assertThat(one.get(0)).isNotEqualTo(new FaultList(8).get(0));
        assertThat(one.get(0).id()).matches("exception@virtio_blk/vda:\\d+#\\d+");
    }

    @Test
    void sharesHaveBounds() {
        // Wilson's interval for 8 of 10, as in Newcombe, Statistics in Medicine 17 (1998).
        assertThat(CampaignReport.share(8, 10)).isEqualTo("80.0 % (49.0-94.3)");
        assertThat(CampaignReport.share(0, 0)).isEqualTo("-");
    }
}
