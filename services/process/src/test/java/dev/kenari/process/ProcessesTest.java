package dev.kenari.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.kernel.component.MarshallingConnector;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    @Test
    void everyCallCanBeWrittenAsBytes() {
        assertThat(new MarshallingConnector().connect(Processes.class, null)).isNotNull();
    }
}
