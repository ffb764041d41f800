boolean real = !clothes.drawn() && !digits.drawn();
String on = clothes.drawn() ? "drawn" : "fashion-mnist", onMnist = digits.drawn() ? "drawn-digits" : "mnist";
double deepLoss = Metrics.bernoulliCrossEntropy(test, byDeep), wideLoss = Metrics.bernoulliCrossEntropy(test, byWide);
double shallowLoss = Metrics.bernoulliCrossEntropy(test, byShallow), pcaLoss = Metrics.bernoulliCrossEntropy(test, byPca);
double floor = Metrics.entropyFloor(test);
double[] two = means(twoLayers), one = means(oneLayer), zero = means(noLayer), half = means(halves);
var check = LessonChecks.lesson("04");

// The curse of dimensionality
check.that("a square of side 0.1 covers a hundredth", Math.abs(0.1 * 0.1 - 0.01) < 1e-12);
check.that("in 16 dimensions a hundredth of the volume needs the side 0.75", Math.abs(Math.pow(0.01, 1 / 16.0) - 0.75) < 0.005);
for (int i = 0; i < dimensions.length; i++) {
    check.that("more dimensions, a larger error from the same examples", i == 0 || errors[i][5] > errors[i - 1][5]);
    check.from(Budget.STANDARD, "more dimensions, a flatter line", i == 0 || slopes[i] > slopes[i - 1]);
    check.from(Budget.STANDARD, "the measured exponents lie near the promised ones", Math.abs(slopes[i] - promised[i]) < 0.2);
}
check.from(Budget.STANDARD, "with 16 dimensions 5,000 examples teach less than 100 with 4", errors[4][5] > errors[2][0]);
check.that("784 numbers need 10^197 times more examples, 13 some 18,000", (4 + 784) / 4 == 197 && Math.round(Math.pow(10, 17 / 4.0) / 1_000) == 18);

// Parameters
check.that("parameters: deep 222,384, one hidden layer 223,040, shallow 50,992", deep.parameters() == 222_384 && wide.parameters() == 223_040 && shallow.parameters() == 50_992);
check.that("a unit more in both hidden layers costs 1,634 parameters, and 136 is nearest", 2 * 784 + 2 * 32 + 2 == 1_634 && Math.abs(wide.parameters() - deep.parameters()) < 1_634 / 2);
check.finish()
