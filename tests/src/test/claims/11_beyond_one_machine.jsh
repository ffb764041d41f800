String on = clothes.drawn() ? "drawn" : "fashion-mnist";
var check = LessonChecks.lesson("11");
check.that("Spark's codes are those of encode", difference < 1e-4 && codes.size() == test.size());
check.that("eight partitions, one model", pictures.getNumPartitions() == 8 && encoder.loads() == 1);
check.that("one partition is ordinary training", Math.abs(testLosses[0] - aloneLoss) < 0.01);
for (int i = 1; i < parts.length; i++) {
    check.from(Budget.STANDARD, "more parts, a higher loss at equal passes", testLosses[i] > testLosses[i - 1]);
}
check.that("a lost task changes nothing", apart < 1e-4 && attempts.value() == 3);
check.that("a million pictures are 3.1 GB", Math.abs(1e6 * 784 * 4 / 1e9 - 3.1) < 0.05);
check.that("the loss falls as pictures are added", loopLoss[counts.length - 1] < loopLoss[0] && sparkLoss[counts.length - 1] < sparkLoss[0]);
check.from(Budget.STANDARD, "an uneven split ends lower", unevenLoss < evenLoss);

int last = counts.length - 1;
double pcaLoss = Metrics.bernoulliCrossEntropy(test.pixels(), pca.reconstruct(test.pixels()));
boolean figures = Budget.current() == Budget.STANDARD && !clothes.drawn();   // figures that the text names are the standard budget's
check.that("a round with four partitions moves 4.9 MB", Math.abs(megabytes - 4.9) < 0.05);
check.that("averaging ten times a pass changes little", !figures || Math.abs(frequent[0] - seldom[0]) < 0.006);
check.that("forgetting is a little ahead", !figures
    || seldom[0] - seldomForgetting[0] > 0 && seldom[0] - seldomForgetting[0] < 0.01
    && frequent[0] - frequentForgetting[0] > 0 && frequent[0] - frequentForgetting[0] < 0.01);
check.that("PCA is as good as four partitions after four passes", !figures || Math.abs(pcaLoss - testLosses[2]) < 0.006);
check.from(Budget.STANDARD, "one machine is ahead of PCA", clothes.drawn() || aloneLoss < pcaLoss);
check.from(Budget.STANDARD, "the loop and Spark take about as long", loopSeconds[last] < 2.5 * sparkSeconds[last] && sparkSeconds[last] < 2.5 * loopSeconds[last]);
check.from(Budget.STANDARD, "time grows with the pictures", loopSeconds[last] > 4 * loopSeconds[last - 1] && sparkSeconds[last] > 4 * sparkSeconds[last - 1]);
check.that("the loop ends at the lower loss", loopLoss[last] < sparkLoss[last]);
check.from(Budget.STANDARD, "a step beyond the mean helps", !figures || farLoss < testLosses[3]);
for (String by : List.of("stream-loop-", "stream-spark-")) {
    double[] took = IntStream.of(100_000, 1_000_000).mapToObj(count -> by + count)
        .mapToDouble(name -> full.stream().filter(its -> its.model().equals(name)).findAny().orElseThrow().seconds()).toArray();
    check.between("ten times the pictures, about ten times the time", 7, took[1] / took[0], 14);
}
double[] gaps = IntStream.of(100_000, 1_000_000).mapToDouble(count -> full.stream().filter(its -> its.model().endsWith("-" + count))
    .mapToDouble(its -> its.figure("test-bce-per-pixel")).reduce((loop, averaged) -> averaged - loop).orElseThrow()).toArray();
check.that("the losses come together", gaps[0] > 0.005 && gaps[1] > 0 && gaps[1] < 0.002);

check.record("averaged-1", on, "test-bce-per-pixel", testLosses[0], epochs, seconds[0], 42);
check.record("averaged-2", on, "test-bce-per-pixel", testLosses[1], epochs, seconds[1], 42);
check.record("averaged-4", on, "test-bce-per-pixel", testLosses[2], epochs, seconds[2], 42);
check.record("averaged-8", on, "test-bce-per-pixel", testLosses[3], epochs, seconds[3], 42);
check.record("averaged-4-often", on, "test-bce-per-pixel", frequent[0], epochs, frequent[1], 42);
for (int i = 0; i < counts.length; i++) {
    check.record("stream-loop-" + counts[i], "drawn", "test-bce-per-pixel", loopLoss[i], 1, loopSeconds[i], 42);
    check.record("stream-spark-" + counts[i], "drawn", "test-bce-per-pixel", sparkLoss[i], 1, sparkSeconds[i], 42);
}
check.finish()
