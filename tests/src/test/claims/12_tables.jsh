var check = LessonChecks.lesson("12");
double areaOfNetwork = areas.get("autoencoder, 3");
double bestSimple = areas.entrySet().stream().filter(one -> !one.getKey().startsWith("auto")).mapToDouble(Map.Entry::getValue).max().getAsDouble();
double areaOf(String name) { return areas.get(name); }
double[] realOf(String name) { return real.get(name); }
check.that("no value of a faulty row is outside of the training range", outside == 0);
check.that("the smallest pressure is −999", low.min() == -999);
check.that("a miss is twenty-five times as dear", 1_000 / 40 == 25);
check.that("after cleaning no value is −999", PumpSensors.COLUMNS.stream().noneMatch(name -> log.doubleColumn(name).min() == -999));
check.between("about one value in a hundred is missing", 0.008, rows.gaps() / (12.0 * rows.size()), 0.012);
check.between("about one row in nine has a gap", 0.09, 1 - log.dropRowsWithMissingValues().rowCount() / (double) log.rowCount(), 0.13);
check.that("the rules for single values are no better than a coin", areaOf("min–max rule") < 0.53 && areaOf("z-score") < 0.53);
check.that("PCA with more directions than states is better than with as many", areaOf("PCA, 5") > areaOf("PCA, 3"));
check.from(Budget.STANDARD, "the network is ahead of every simple method", areaOfNetwork > bestSimple + 0.01);
check.from(Budget.STANDARD, "in each world the network is ahead, by much more than the worlds differ", Arrays.stream(differences).allMatch(d -> d > 0.01));
check.from(Budget.STANDARD, "with few rows the network loses, with many it wins", equalSteps[0] < simple[0] && equalSteps[sizes.length - 1] > simple[sizes.length - 1]);
check.from(Budget.STANDARD, "with 80 rows it loses after equally many epochs and wins after equally many steps", sizes.length < 3 || equalEpochs[2] < simple[2] && equalSteps[2] > simple[2]);
check.from(Budget.STANDARD, "the network is ahead for every fault", IntStream.range(0, 6).allMatch(f -> IntStream.range(0, byFault.length - 1).allMatch(m -> byFault[byFault.length - 1][f] > byFault[m][f])));
check.from(Budget.STANDARD, "the cheapest threshold rings far more often than 1 in 100, and about three in ten faulty rows pass", above(onTest, detector.threshold()) > 0.03 && above(onFaulty, detector.threshold()) > 0.65 && above(onFaulty, detector.threshold()) < 0.77);
check.from(Budget.STANDARD, "it is the cheapest of the three on the test too", rules.values().stream().allMatch(one -> cost(onTest, onFaulty, one.threshold()) >= cost(onTest, onFaulty, detector.threshold())));
check.from(Budget.STANDARD, "six rows know more than one", anHour > 0.95);
List<String> disturbed = List.of("-", "suction_bar", "flow_m3h", "bearing_c", "winding_c", "vibration_mms");
int brightest(double[] share) { return IntStream.range(0, 12).reduce((a, b) -> share[a] >= share[b] ? a : b).getAsInt(); }
List<double[]> sharesOfFaults = new ArrayList<>(byColumn.values()).subList(1, 7);
check.from(Budget.STANDARD, "for five faults the brightest cell is the sensor that it disturbs", IntStream.range(1, 6).allMatch(f -> brightest(sharesOfFaults.get(f)) == PumpSensors.COLUMNS.indexOf(disturbed.get(f))));
check.from(Budget.STANDARD, "with a worn wheel a lower speed is expected", speedOff > 40 && Math.abs(usuallyOff) < 10);
check.from(Budget.STANDARD, "the mean error leaves its limits while the meter is a few percent off", lossThere < 5);
check.from(Budget.STANDARD, "in the second half of the drift only a few rows in a hundred have an alarm", alarmsByThirds[2] < 8 && alarmsByThirds[1] < 4);
check.that("the mean error of healthy blocks keeps its limits", Arrays.stream(flowError, 0, 10).allMatch(e -> Math.abs(e - usual) < limit));
double ahead(int one) { return realOf("Mahalanobis")[one] - realOf("autoencoder, 4")[one]; }
check.from(Budget.STANDARD, "the Mahalanobis distance is ahead in each of the five splits", table.isEmpty() || IntStream.range(0, 5).allMatch(one -> ahead(one) > 0));
check.from(Budget.STANDARD, "the nearest row is level with the network", table.isEmpty() || Math.abs(mean(realOf("nearest row")) - mean(realOf("autoencoder, 4"))) < 0.012);
check.number(Budget.STANDARD, "0.020", table.isEmpty() ? 0.020 : IntStream.range(0, 5).mapToDouble(one -> ahead(one)).average().getAsDouble(), 0.004);
check.number(Budget.FULL, "0.088", meanDifference, 0.01);
check.number(Budget.FULL, "0.003", Math.sqrt(variance / worlds), 0.002);
check.number(Budget.FULL, "0.991", anHour, 0.006);
check.number(Budget.FULL, "0.863", areaOfNetwork, 0.012);
check.number(Budget.FULL, "0.0109", history.last().validationLoss(), 0.0006);
if (Budget.current() == Budget.STANDARD) check.number(Budget.STANDARD, "0.0110", history.last().validationLoss(), 0.0006);
check.that("z-score and min–max rule do well on the real table", table.isEmpty() || mean(realOf("z-score")) > 0.9 && mean(realOf("min–max rule")) > 0.85);
check.from(Budget.STANDARD, "with tanh the area is about the same", Math.abs(bent - byCode[2]) < 0.02);
check.from(Budget.STANDARD, "the curve of code sizes has its peak at three", Arrays.stream(byCode).allMatch(area -> area <= byCode[2]));
check.that("−999 makes the scale of the pressure more than a hundred times too wide", misled.columns().get(3).scale() > 100 * scaler.columns().get(3).scale());
check.from(Budget.STANDARD, "leaving a gap out mends part of its error, and filling it by the network nearly all", leftOut < 0.8 * counted && leftOut > 1.3 * mean(onTest) && filledAnew < 1.2 * mean(onTest));
check.from(Budget.STANDARD, "the last three variances are much smaller", variances[8] > 1.7 * variances[9]);
check.from(Budget.STANDARD, "the full distance is worse than the squared error, and leaving three directions out brings it back", full < areaOfNetwork && without > full);
check.that("the scores are the same from eight threads", furthest < 1e-6);
check.that("the summary has the real table's winner", table.isEmpty() || mean(realOf("Mahalanobis")) > mean(realOf("autoencoder, 4")));
check.that("357 benign and 212 malignant of 569", table.isEmpty() || table.get().rows().size() == 569 && IntStream.range(0, 569).filter(i -> table.get().malignant()[i]).count() == 212);
check.record("dense-12-24-3", "pump", "roc-auc", areaOfNetwork, history.epochs().size(), history.seconds(), 42);
check.record("dense-12-24-3", "pump", "paired-difference-to-best", meanDifference, history.epochs().size(), 0, 100);
for (String name : List.of("Mahalanobis", "PCA, 5", "nearest row", "min–max rule"))
    check.record(name.toLowerCase().replaceAll("[^a-z0-9]+", "-"), "pump", "roc-auc", areaOf(name), 0, 0, 42);
if (table.isPresent()) {
    check.record("dense-30-24-4", "breast-cancer", "roc-auc", mean(realOf("autoencoder, 4")), realEpochs, 0, 0);
    check.record("mahalanobis", "breast-cancer", "roc-auc", mean(realOf("Mahalanobis")), 0, 0, 0);
}
check.finish()
