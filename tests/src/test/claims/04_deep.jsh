boolean real = !clothes.drawn() && !digits.drawn();
String on = clothes.drawn() ? "drawn" : "fashion-mnist", onMnist = digits.drawn() ? "drawn-digits" : "mnist";
double deepLoss = Metrics.bernoulliCrossEntropy(test, byDeep), wideLoss = Metrics.bernoulliCrossEntropy(test, byWide);
double shallowLoss = Metrics.bernoulliCrossEntropy(test, byShallow), pcaLoss = Metrics.bernoulliCrossEntropy(test, byPca);
double[] two = means(twoLayers), one = means(oneLayer), zero = means(noLayer), half = means(halves);
int dead = 128 - alive.get(0).length;
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

// Depth and parameters
check.that("parameters: deep 222,384, one hidden layer 223,040, shallow 50,992", deep.parameters() == 222_384 && wide.parameters() == 223_040 && shallow.parameters() == 50_992);
check.that("a unit more in both hidden layers costs 1,634 parameters, and 136 is nearest", 2 * 784 + 2 * 32 + 2 == 1_634 && Math.abs(wide.parameters() - deep.parameters()) < 1_634 / 2);
check.from(Budget.STANDARD, "both networks with hidden layers are ahead of the shallow one, and it of PCA", !real || Math.max(deepLoss, wideLoss) < shallowLoss - 0.003 && shallowLoss < pcaLoss);
check.from(Budget.STANDARD, "on digits deep is ahead of shallow", !real || digitsLoss < digitsShallowLoss);
for (int i = 0; i < 2; i++) {
    check.from(Budget.STANDARD, "deep is ahead with " + sizes[i] + " numbers", !real || two[i] < one[i] && two[i] < Math.min(zero[i], ofPca[i]) - 0.02);
}
check.from(Budget.STANDARD, "two numbers of the deep network do more than five of PCA", !real || two[0] < ofPca[1]);
for (int j = 0; j < seeds; j++) {
    check.from(Budget.STANDARD, "with 2 and 5 numbers deep is ahead of one hidden layer for every seed", !real || twoLayers[0][j] < oneLayer[0][j] && twoLayers[1][j] < oneLayer[1][j]);
    check.from(Budget.STANDARD, "with 20 and 100 numbers one hidden layer is ahead of deep for every seed", !real || oneLayer[2][j] < twoLayers[2][j] && oneLayer[3][j] < twoLayers[3][j]);
    check.from(Budget.STANDARD, "with 100 numbers shallow is ahead of one hidden layer for every seed", !real || noLayer[3][j] < oneLayer[3][j]);
}
check.from(Budget.STANDARD, "with 100 numbers deep is last, behind PCA too", !real || two[3] > Math.max(ofPca[3], Math.max(one[3], zero[3])));
check.from(Budget.STANDARD, "with two numbers the shallow network is behind PCA", !real || zero[0] > ofPca[0]);
check.from(Budget.STANDARD, "with 32 numbers one hidden layer is a little ahead of deep", !real || wideLoss < deepLoss && aheadOfWide < 50);

// Two numbers
check.from(Budget.STANDARD, "with two numbers the digits come apart", !real || onDeep > onPca + 0.2 && deepPlaneLoss < pcaPlaneLoss - 0.03);

// Maps and probes
check.from(Budget.STANDARD, "the map keeps most neighbourhoods", !real || onMap > onCodes - 0.1);
check.from(Budget.STANDARD, "ridge regression does best on pixels", !real || onClothes[0] > Arrays.stream(onClothes).skip(1).max().getAsDouble() + 3 && onDigits[0] > Arrays.stream(onDigits).skip(1).max().getAsDouble());

// Depth with the means of 2005
check.from(Budget.STANDARD, "depth alone learns the mean picture", !real || Math.abs(wayLosses[0] - meanLoss) < 0.005 && spreads[0] < 0.01);
check.from(Budget.STANDARD, "no change alone comes near all three", !real || Math.min(wayLosses[1], Math.min(wayLosses[2], wayLosses[3])) > wayLosses[4] + 0.05);
check.from(Budget.STANDARD, "all three learn at once", !real || wayLosses[4] < meanLoss - 0.1);

// Exercises
check.from(Budget.STANDARD, "most of the code is alive", !real || alive.get(2).length >= 28);
check.from(Budget.STANDARD, "without the dead units the pictures are nearly the same, and the network is smaller", !real || apart < 0.1 && smaller.parameters() < deep.parameters() - 20_000);
check.between("the cube has about five dimensions", 4, ofCube, 5.5);
check.that("pictures have near 13", !real || Math.abs(dimensionOfClothes - 13) < 1.5 && Math.abs(dimensionOfDigits - 13) < 1.5);
check.from(Budget.STANDARD, "a deep decoder helps more than a deep encoder, and both help most", !real || half[3] < half[2] && half[2] < half[1] && half[1] < half[0]);

// The numbers that the text writes
check.number(Budget.FULL, "0.2728", deepLoss, 0.0008);
check.number(Budget.FULL, "0.0786", digitsLoss, 0.001);
check.that("at the standard budget about 0.2785 and 0.086", !real || Budget.current() != Budget.STANDARD || Math.abs(deepLoss - 0.2785) < 0.001 && Math.abs(digitsLoss - 0.086) < 0.001);
check.number(Budget.FULL, "96", aheadOfShallow, 4);
check.number(Budget.FULL, "34", aheadOfWide, 10);
check.number(Budget.FULL, "44", 100 * onPca, 0.5);
check.number(Budget.FULL, "82", 100 * onDeep, 3);
check.that("at the standard budget some 75 to 80 %", !real || Budget.current() != Budget.STANDARD || onDeep > 0.73 && onDeep < 0.83);
check.that("the layer before a code of 100 numbers has 130 units at equal parameters", equalWidth(100) == 130);
check.from(Budget.STANDARD, "on the jacket shallow is ahead of deep", !real || Metrics.psnrPerExample(six, sixShallow)[2] > Metrics.psnrPerExample(six, sixDeep)[2]);
check.from(Budget.STANDARD, "a share of 76 % on 10,000 pictures has a standard error of 0.4 points", !real || Math.abs(100 * Math.sqrt(0.76 * 0.24 / 10_000) - 0.4) < 0.05 && Math.abs(onClothes[3] - 76) < 1);
check.from(Budget.STANDARD, "deep leads PCA by no more than two points in any column, and in the last PCA leads", !real || onClothes[3] - onClothes[1] < 2 && nearClothes[3] - nearClothes[1] < 2 && onDigits[3] - onDigits[1] < 2 && nearDigits[1] > Math.max(nearDigits[0], Math.max(nearDigits[2], nearDigits[3])));
check.from(Budget.STANDARD, "about a quarter of the parameters is dead weight, and no pixel differs by more than about a hundredth", !real || Math.abs(smaller.parameters() / 222_384.0 - 0.75) < 0.06 && apart < 0.02);
INDArray sameOnes = atMost(train, 20_000).pixels();
check.between("on the 20,000 training pictures the two agree up to rounding", 0, smaller.reconstruct(sameOnes).sub(deep.reconstruct(sameOnes)).amaxNumber().doubleValue(), 1e-4);
check.from(Budget.STANDARD, "most dead units are in the wide layers", !real || dead > 64 - alive.get(1).length && dead > 32 - alive.get(2).length);
check.from(Budget.STANDARD, "ReLU alone and Adam alone stay close to the mean picture, larger weights alone do not", !real || Math.abs(wayLosses[1] - meanLoss) < 0.02 && Math.abs(wayLosses[3] - meanLoss) < 0.02 && wayLosses[2] < meanLoss - 0.05);

int trained = deepHistory.epochs().size(), planeTrained = planeHistory.epochs().size();
check.record("deep-32", on, "test-bce-per-pixel", deepLoss, trained, deepHistory.seconds(), 42);
check.record("deep-32", on, "test-psnr", Metrics.psnr(test, byDeep), trained, deepHistory.seconds(), 42);
check.record("deep-32", onMnist, "test-bce-per-pixel", digitsLoss, trained, digitsHistory.seconds(), 42);
check.record("deep-2", onMnist, "test-bce-per-pixel", deepPlaneLoss, planeTrained, planeHistory.seconds(), 42);
check.record("deep-2", onMnist, "neighbour-accuracy", onDeep, planeTrained, planeHistory.seconds(), 42);
check.record("pca-2", onMnist, "neighbour-accuracy", onPca, 0, 0, 42);
for (int i = 0; i < 4; i++) {
    String model = List.of("pixels", "pca-32", "shallow-32", "deep-32").get(i);
    int its = i < 2 ? 0 : trained;
    check.record(model, on, "linear-probe-accuracy", onClothes[i] / 100, its, i < 2 ? 0 : (i == 2 ? shallowHistory : deepHistory).seconds(), 42);
    check.record(model, onMnist, "linear-probe-accuracy", onDigits[i] / 100, its, i < 2 ? 0 : (i == 2 ? digitsShallowHistory : digitsHistory).seconds(), 42);
}
check.record("deep-32", on, "parameters", deep.parameters(), trained, deepHistory.seconds(), 42);
check.record("deep-32", onMnist, "parameters", digitsDeep.parameters(), trained, digitsHistory.seconds(), 42);
check.record("deep-32", onMnist, "test-psnr", Metrics.psnr(digitsTest, byDigitsDeep), trained, digitsHistory.seconds(), 42);
check.record("deep-2", onMnist, "parameters", plane.parameters(), planeTrained, planeHistory.seconds(), 42);
check.record("deep-2", onMnist, "test-psnr", Metrics.psnr(digitsTest, plane.reconstruct(digitsTest)), planeTrained, planeHistory.seconds(), 42);
double target = clothes.drawn() ? Double.NaN : 0.277, digitsTarget = digits.drawn() ? Double.NaN : 0.0885;   // the tutorials' figures
if (deepHistory.secondsTo(target) > 0) check.record("deep-32", on, "seconds-to-target", deepHistory.secondsTo(target), epochs, deepHistory.seconds(), 42);
if (digitsHistory.secondsTo(digitsTarget) > 0) check.record("deep-32", onMnist, "seconds-to-target", digitsHistory.secondsTo(digitsTarget), epochs, digitsHistory.seconds(), 42);
check.finish()
