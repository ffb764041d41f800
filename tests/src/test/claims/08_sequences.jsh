String on = beats.drawn() ? "drawn-heartbeats" : "ecg5000", onDigits = digits.drawn() ? "drawn-digits" : "mnist";
int learned = history.epochs().size();
var check = LessonChecks.lesson("08");
check.that("a beat is [1, 140]", train.size(1) == 1 && train.size(2) == 140);
check.that("the code has 16 numbers", autoencoder.encode(test).size(1) == 16);
check.that("the input of the decoder has one number more with a teacher", taught.summary(train).layers().get(2).output().equals("17 × 140"));
check.that("every beat has mean 0 and variance 1", Math.abs(beats.values().meanNumber().doubleValue()) < 1e-3
    && Math.abs(beats.values().mul(beats.values()).meanNumber().doubleValue() - 1) < 0.02);
check.that("the threshold keeps its promise on the validation beats",
    Arrays.stream(byNetwork.of(validation)).filter(s -> s > threshold.value()).count() <= 0.05 * validation.size(0));
double meanError = Metrics.meanSquaredError(validation, mean.reconstruct(validation));
check.from(Budget.STANDARD, "training stays with the mean beat for a while", beats.drawn() || history.epochs().get(history.epochs().size() / 5).loss() > 0.7 * meanError);
double lastArea = areas[areas.length - 1], bestArea = Arrays.stream(areas).max().orElseThrow();
check.that("a better reconstruction by PCA, a worse detector", lastArea < bestArea - 0.005);
for (int i = 1; i < sizes.length; i++) check.that("each component lowers the error", normalErrors[i] < normalErrors[i - 1]);

boolean real = !beats.drawn(), realDigits = !digits.drawn();
int cheapest(double[] values) {
    return java.util.stream.IntStream.range(0, values.length).reduce((a, b) -> values[b] < values[a] ? b : a).getAsInt();
}
check.from(Budget.STANDARD, "the network learns more than the mean beat", !real || repeated < 0.75 * meanError);
check.from(Budget.STANDARD, "the area is at least 0.96", !real || roc.auc() > 0.96);
check.from(Budget.STANDARD, "the network comes out ahead of the mean beat", !real || roc.auc() > rocMean.auc());
check.from(Budget.STANDARD, "PCA and the nearest beat do as well", !real
    || Math.min(rocNearest.auc(), rocPca.auc()) > roc.auc() - 2 * roc.standardError());
check.from(Budget.STANDARD, "the teacher's training loss is the lowest", withTeacher < 0.5 * history.last().loss());
check.from(Budget.STANDARD, "without him the network is worse than with the repeated code alone", !real || withoutTeacher > 1.5 * repeated);
check.from(Budget.STANDARD, "the LSTM's digits are closer than the mean digit", !realDigits || readerLoss < 0.9 * meanDigitLoss);
check.from(Budget.STANDARD, "PCA's digits are closer still, until the training is long", !realDigits || (Budget.current() == Budget.FULL) == (readerLoss < digitsPcaLoss));
check.from(Budget.STANDARD, "abnormal beats deviate most at an end, and not in the middle", !real
    || Arrays.stream(perStepAbnormal, 45, 95).max().getAsDouble() < 0.2 * Arrays.stream(perStepAbnormal).max().getAsDouble());
check.that("areas of one method move by more than methods differ", !real || highest - lowest > Math.abs(rocNearest.auc() - rocMean.auc()));
check.that("the dearer the miss, the lower the best threshold", cheapest(costs) <= cheapest(equalCosts));

check.record("lstm-16", on, "parameters", autoencoder.parameters(), learned, history.seconds(), 42);
check.record("lstm-16-teacher", on, "parameters", taught.parameters(), learned, taughtHistory.seconds(), 42);
check.record("lstm-rows-64", onDigits, "parameters", reader.parameters(), digitEpochs, readerHistory.seconds(), 42);
check.record("lstm-rows-64", onDigits, "test-psnr", Metrics.psnr(digitsTest, readBack), digitEpochs, readerHistory.seconds(), 42);

check.record("lstm-16", on, "roc-auc", roc.auc(), learned, history.seconds(), 42);
check.record("lstm-16", on, "average-precision", roc.averagePrecision(), learned, history.seconds(), 42);
check.record("lstm-16", on, "test-recall", confusion.recall(), learned, history.seconds(), 42);
check.record("lstm-16", on, "test-false-alarm-rate", confusion.falsePositiveRate(), learned, history.seconds(), 42);
check.record("lstm-16-teacher", on, "validation-mse", withoutTeacher, learned, taughtHistory.seconds(), 42);
check.record("lstm-16", on, "validation-mse", repeated, learned, history.seconds(), 42);
check.record("mean-beat", on, "roc-auc", rocMean.auc(), 0, 0, 42);
check.record("pca-4", on, "roc-auc", areas[2], 0, 0, 42);
check.record("pca-16", on, "roc-auc", areas[4], 0, 0, 42);
check.record("nearest-beat", on, "roc-auc", rocNearest.auc(), 0, 0, 42);
check.record("lstm-rows-64", onDigits, "test-bce-per-pixel", readerLoss, digitEpochs, readerHistory.seconds(), 42);
check.finish()
