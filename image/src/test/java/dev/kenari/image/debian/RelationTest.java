package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Debian Policy, section 7.1. */
final class RelationTest {
    @Test
    void readsGroupsAndAlternatives() {
        var groups = Relation.parse("libc6 (>= 2.38), mawk | awk:any , perl:native (<< 6)[riscv64] <!nocheck>");
        assertThat(groups).hasSize(3);
        assertThat(groups.get(0)).hasToString("[libc6 (>= 2.38)]");
        assertThat(groups.get(1)).hasToString("[mawk, awk]");
        assertThat(groups.get(2)).hasToString("[perl (<< 6)]");
    }

    @Test
    void comparesVersions() {
        assertThat(accepts("a (<< 2)", "2")).isFalse();
        assertThat(accepts("a (<< 2)", "2~rc1")).isTrue();
        assertThat(accepts("a (<= 2)", "2")).isTrue();
        assertThat(accepts("a (= 2)", "2-0")).isTrue();
        assertThat(accepts("a (>= 2)", "1:0")).isTrue();
        assertThat(accepts("a (>> 2)", "2")).isFalse();
        assertThat(accepts("a", "0")).isTrue();
    }

    @Test
    void anUnversionedProvideMeetsNoVersion() {
        assertThat(Relation.parseFlat("a (>= 0)").getFirst().accepts(null)).isFalse();
        assertThat(Relation.parseFlat("a").getFirst().accepts(null)).isTrue();
    }

    private static boolean accepts(String relation, String version) {
        return Relation.parseFlat(relation).getFirst().accepts(DebianVersion.parse(version));
    }
}
