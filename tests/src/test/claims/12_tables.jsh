var check = LessonChecks.lesson("12");
double areaOfNetwork = areas.get("autoencoder, 3");
double bestSimple = areas.entrySet().stream().filter(one -> !one.getKey().startsWith("auto")).mapToDouble(Map.Entry::getValue).max().getAsDouble();
double areaOf(String name) { return areas.get(name); }
double[] realOf(String name) { return real.get(name); }
check.that("no value of a faulty row is outside of the training range", outside == 0);
check.that("the smallest pressure is −999", low.min() == -999);
check.that("after cleaning no value is −999", PumpSensors.COLUMNS.stream().noneMatch(name -> log.doubleColumn(name).min() == -999));
check.between("about one value in a hundred is missing", 0.008, rows.gaps() / (12.0 * rows.size()), 0.012);
check.between("about one row in nine has a gap", 0.09, 1 - log.dropRowsWithMissingValues().rowCount() / (double) log.rowCount(), 0.13);
check.that("the rules for single values are no better than a coin", areaOf("min–max rule") < 0.53 && areaOf("z-score") < 0.53);
check.that("PCA with more directions than states is better than with as many", areaOf("PCA, 5") > areaOf("PCA, 3"));
check.from(Budget.STANDARD, "the network is ahead of every simple method", areaOfNetwork > bestSimple + 0.01);
check.from(Budget.STANDARD, "in each world the network is ahead, by much more than the worlds differ", Arrays.stream(differences).allMatch(d -> d > 0.01));
check.from(Budget.STANDARD, "with few rows the network loses, with many it wins", network[0] < simple[0] && network[network.length - 1] > simple[simple.length - 1]);
check.that("the scores are the same from eight threads", furthest < 1e-6);
check.that("the summary has the real table's winner", table.isEmpty() || mean(realOf("Mahalanobis")) > mean(realOf("autoencoder, 4")));
check.that("357 benign and 212 malignant of 569", table.isEmpty() || table.get().rows().size() == 569 && IntStream.range(0, 569).filter(i -> table.get().malignant()[i]).count() == 212);
check.record("dense-12-24-3", "pump", "roc-auc", areaOfNetwork, history.epochs().size(), history.seconds(), 42);
check.record("dense-12-24-3", "pump", "paired-difference-to-best", mean(differences), history.epochs().size(), 0, 100);
for (String name : List.of("Mahalanobis", "PCA, 5", "nearest row", "min–max rule"))
    check.record(name.toLowerCase().replaceAll("[^a-z0-9]+", "-"), "pump", "roc-auc", areaOf(name), 0, 0, 42);
if (table.isPresent()) {
    check.record("dense-30-24-4", "breast-cancer", "roc-auc", mean(realOf("autoencoder, 4")), realEpochs, 0, 0);
    check.record("mahalanobis", "breast-cancer", "roc-auc", mean(realOf("Mahalanobis")), 0, 0, 0);
}
check.finish()
