package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class SparkTest {
    @Test
    void runsInAProcessThatWasStartedWithoutSparksOptions() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        JavaSparkContext spark = TestSpark.local();

        assertThat(spark.parallelize(List.of(1, 2, 3, 4), 2)
                        .map(number -> number * number)
                        .collect())
                .containsExactly(1, 4, 9, 16);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments())
                .noneMatch(argument -> argument.startsWith("--add-opens"));
    }

    @Test
    void listensOnTheLoopbackInterfaceOnlyAndHasNoWebPage() {
        JavaSparkContext spark = TestSpark.local();

        assertThat(spark.getConf().get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
        assertThat(spark.sc().uiWebUrl().isEmpty()).isTrue();
    }

    @Test
    void refusesAnImpossibleNumberOfCores() {
        assertThatThrownBy(() -> Spark.local(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Spark was given 0 cores: give at least 1.");
    }
}
