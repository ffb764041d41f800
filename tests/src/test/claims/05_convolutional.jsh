boolean real = !clothes.drawn() && !mnist.drawn();
String on = clothes.drawn() ? "drawn" : "fashion-mnist", onMnist = mnist.drawn() ? "drawn-digits" : "mnist";
double lossA = Metrics.bernoulliCrossEntropy(all, backA), lossB = Metrics.bernoulliCrossEntropy(all, backB);
double lossShallow = Metrics.bernoulliCrossEntropy(all, backShallow), lossDeep = Metrics.bernoulliCrossEntropy(all, backDeep);
double lossWide = Metrics.bernoulliCrossEntropy(all, backWide);
double lossPca128 = Metrics.bernoulliCrossEntropy(all, pca128.reconstruct(all));
double lossPca256 = Metrics.bernoulliCrossEntropy(all, pca.reconstruct(all));
var check = LessonChecks.lesson("05");

// One filter, by hand
check.that("the nine products add up to −2.5", sum == -2.5);
check.that("the map has the same number at that place", map[3][4] == sum);
check.that("the small picture has 36 pixels, and DL4J finds the same 36 numbers", layersMap.length == 36 && Arrays.equals(ourMap, layersMap));
check.that("the sums are smaller in the top row", map[0][1] == 2 && map[1][1] == 3);
check.that("a convolution by hand is what the first layer computes", difference < 1e-4);

// Networks
check.that("codes have 8 · 4 · 4 = 128 and 16 · 4 · 4 = 256 numbers", networkA.encode(shown).length() == 1_280 && bestB.encode(shown).length() == 2_560);
check.that("network A has 4,385 parameters, 784-32-784 has 50,992", networkA.parameters() == 4_385 && parametersOfA == 4_385 && shallow.parameters() == 50_992);
check.that("a twelfth of the parameters", Math.round(50_992.0 / 4_385) == 12);
check.that("fifteen times the multiplications", Math.round((double) multiplications / denseMultiplications) == 15);
check.that("the library names the layer that does not fit", complaint.startsWith("Layer 7 (Upsampling2D) puts out pictures of 32 × 32"));
check.that("the reloaded model has the best epoch's validation loss", Math.abs(reloadedLoss - historyB.best().validationLoss()) < 1e-5);
check.that("batch normalisation counts four numbers for each map", lastB.network().getLayer(1).numParams() == 4 * 16);

// Comparison
check.that("the losses are above the entropy floor", lossA > floor && lossB > floor && lossWide > floor);
check.from(Budget.STANDARD, "with 128 numbers the dense network and PCA come closer than network A", !real || lossWide < lossA && lossPca128 < lossA);
check.from(Budget.STANDARD, "network B comes closer than network A", lossB < lossA);
check.from(Budget.STANDARD, "PCA with 256 numbers is closer than network B", !real || lossPca256 < lossB);
check.that("PCA's 256 directions are 200,704 numbers", pca.components().length() == 200_704);

// Batch normalisation alone
for (int s = 0; s < seeds; s++) {
    check.from(Budget.STANDARD, "with batch normalisation the loss ends lower at both rates", !real || ends[1][s] < ends[0][s] && ends[3][s] < ends[2][s]);
    check.from(Budget.STANDARD, "without it the larger rate ends higher, with it lower", !real || ends[2][s] > ends[0][s] && ends[3][s] < ends[1][s]);
}
double[] meanEnds = Arrays.stream(ends).mapToDouble(each -> Arrays.stream(each).average().getAsDouble()).toArray();
check.from(Budget.STANDARD, "at the larger rate it helps more than twice as much", !real || meanEnds[2] - meanEnds[3] > 2 * (meanEnds[0] - meanEnds[1]));

// One change at a time
for (int s = 0; s < seeds; s++) {
    check.from(Budget.STANDARD, "stride 2 in the place of max-pooling helps a little", !real || lossOf[2][s] < lossOf[0][s]);
    check.from(Budget.STANDARD, "more filters help more than a stride", !real || lossOf[3][s] < lossOf[2][s]);
    check.from(Budget.STANDARD, "without shrinking almost all steps come back", !real || detailOf[5][s] > 0.9);
}
check.that("without shrinking the code has 6,272 numbers, 8 times as many as the picture", changed(5, 42).encode(shown).length() == 62_720 && 6_272 == 8 * 784);
check.that("pooling, averaging, striding and not shrinking have the same parameters", sizes[0] == 4_385 && sizes[1] == 4_385 && sizes[2] == 4_385 && sizes[5] == 4_385);
check.from(Budget.STANDARD, "less detail comes back from A than from B and from the dense network, most from PCA with 256 numbers",
    !real || detail[0] < detail[1] && detail[0] < detail[2] && detail[4] > Arrays.stream(detail).limit(4).max().getAsDouble());

// Shifts
double[] farther = IntStream.range(0, 5).mapToDouble(i -> distance[i][3] / distance[i][0]).toArray();
check.from(Budget.STANDARD, "shifting by 3 takes the dense networks more than twice as far from the floor", !real || Arrays.stream(farther).limit(3).min().getAsDouble() > 2);
check.from(Budget.STANDARD, "and the convolutional ones less far than any dense one", !real || Math.max(farther[3], farther[4]) < Arrays.stream(farther).limit(3).min().getAsDouble());
check.from(Budget.STANDARD, "shifted by 3, network B is the closest of the five", !real || IntStream.range(0, 4).allMatch(i -> distance[4][3] < distance[i][3]));
check.from(Budget.STANDARD, "trousers lose most of all classes, and it is the shift to the right",
    !real || IntStream.range(0, 10).allMatch(k -> inPlaceB[1] - bothB[1] >= inPlaceB[k] - bothB[k]) && rightB[1] < downB[1] - 3);

// The race
for (int s = 0; s < raceSeeds; s++) {
    for (int i = 1; i < 3; i++) {
        check.from(Budget.STANDARD, "with 32 numbers and as many epochs network C is ahead of " + runners.get(i),
            !real || onClothes.loss()[0][s] < onClothes.loss()[i][s] && onDigits.loss()[0][s] < onDigits.loss()[i][s]
                && onClothes.psnr()[0][s] > onClothes.psnr()[i][s] && onDigits.psnr()[0][s] > onDigits.psnr()[i][s]);
    }
    check.from(Budget.STANDARD, "and of the deep rival with batch normalisation", !real || onClothes.loss()[0][0] < Metrics.bernoulliCrossEntropy(all, backControl));
    check.from(Budget.STANDARD, "network C is ahead of PCA with 32 numbers", !real || onClothes.psnr()[0][s] > Metrics.psnr(all, backPca32)
        && onDigits.psnr()[0][s] > Metrics.psnr(testDigits, backDigits));
}

// The numbers of the text
if (real) {
    check.number(Budget.FULL, "0.2810", lossA, 0.0008);
    check.number(Budget.FULL, "0.2625", lossWide, 0.0005);
    check.number(Budget.FULL, "0.2721", lossPca128, 0.0001);
    check.number(Budget.FULL, "0.2783", lossDeep, 0.0008);
    check.number(Budget.FULL, "0.2837", lossShallow, 0.0006);
    check.number(Budget.FULL, "0.2627", lossB, 0.0005);
    check.number(Budget.FULL, "0.2592", lossPca256, 0.0001);
    check.number(Budget.FULL, "28.9", Metrics.psnrPerExample(shown, shownB)[1], 0.8);
    check.number(Budget.FULL, "17.8", Metrics.psnrPerExample(shownMoved, movedB)[1], 1.2);
    check.number(Budget.FULL, "6.6", inPlaceB[1] - bothB[1], 0.8);
    check.number(Budget.FULL, "21.7", onClothes.psnr()[0][0], 0.1);
    check.number(Budget.FULL, "19.6", onClothes.psnr()[2][0], 0.1);
    check.number(Budget.FULL, "19.6", Metrics.psnr(all, backControl), 0.15);
    check.number(Budget.FULL, "19.6", Metrics.psnr(all, backA), 0.15);
    check.number(Budget.FULL, "18.8", Metrics.psnr(all, backPca32), 0.01);
    check.number(Budget.FULL, "24.2", onDigits.psnr()[0][0], 0.15);
    check.number(Budget.FULL, "21.1", onDigits.psnr()[2][0], 0.15);
    check.number(Budget.FULL, "18.1", Metrics.psnr(testDigits, backDigits), 0.01);
    check.number(Budget.FULL, "21.1", onClothes.psnr()[3][0], 0.1);
    check.number(Budget.FULL, "23.6", onDigits.psnr()[3][0], 0.15);
    check.from(Budget.FULL, "network B passes the tutorials' 0.265, which they have after 150 epochs", lossB < 0.265 && historyB.secondsTo(0.265) > 0);
    check.from(Budget.FULL, "after 50 seconds on the machine of the recording", historyB.secondsTo(0.265) < 500);
    check.from(Budget.STANDARD, "network C stays ahead of the deep rival that trains eight times as long", IntStream.range(0, raceSeeds).allMatch(s ->
        onClothes.psnr()[0][s] > onClothes.psnr()[3][s] && onDigits.psnr()[0][s] > onDigits.psnr()[3][s]));
    check.from(Budget.FULL, "the jacket comes back better from 784-32-784", Metrics.psnrPerExample(heroes, onClothes.networks()[1].reconstruct(heroes))[1]
        > Metrics.psnrPerExample(heroes, onClothes.networks()[0].reconstruct(heroes))[1]);
    check.from(Budget.FULL, "on trousers network B ends behind the dense network, elsewhere ahead or level", bothB[1] < bothWide[1]
        && IntStream.range(0, 10).allMatch(k -> k == 1 || bothB[k] > bothWide[k] - 0.4));
    check.from(Budget.STANDARD, "network B on trousers falls and rises again", Math.min(psnrOfB[3], psnrOfB[4]) < psnrOfB[8] - 1 && psnrOfB[8] > psnrOfWide[8] + 1);
    check.from(Budget.STANDARD, "784-32-784 is behind network A at the full budget and ahead at the standard one", lossA < lossShallow == (Budget.current() == Budget.FULL));
    check.that("with 22,000 pictures, at the standard budget, about 0.269", Budget.current() != Budget.STANDARD || train.size() == 22_000 && Math.abs(lossB - 0.269) < 0.0015);
}
check.that("twice as many parameters in the deep rival, a seventh in network B", Math.round(222_384 / 111_777.0) == 2 && Math.round(201_616.0 / bestB.parameters()) == 7);
check.that("784 numbers, a first map of 28, then 14 and 16 pixels without padding", shown.columns() == 784);
check.that("70 % and 85 % of the epochs", 10 * 7 / 10 == 7 && 10 * 17 / 20 == 8);

// Exercises
check.that("network A has as many parameters for larger pictures, and a code of 512", larger.parameters() == 4_385 && larger.encode(Nd4j.zeros(1, 4096)).length() == 512);
check.that("the checkpoint is the model at the turn", roteHistory.best().number() < 40 && roteHistory.best().validationLoss() < rote.loss(roteJudges));
check.that("the dense network does not notice a shuffle, network A does", Math.abs(noticed[1] - noticed[0]) < 0.02 && noticed[3] > noticed[2] + 0.03);
check.that("the code follows a shift by 8 exactly, and no smaller one", apart(start, codeOfBootAt(20), 1) < 1e-5 && apart(start, codeOfBootAt(16), 0) > 0.01);

check.record("conv-128", on, "parameters", networkA.parameters(), historyA.epochs().size(), historyA.seconds(), 42);
check.record("conv-bn-256", on, "parameters", bestB.parameters(), historyB.epochs().size(), historyB.seconds(), 42);
check.record("dense-128", on, "parameters", wide.parameters(), wideHistory.epochs().size(), wideHistory.seconds(), 42);
check.record("dense-128", on, "test-psnr", Metrics.psnr(all, backWide), wideHistory.epochs().size(), wideHistory.seconds(), 42);
check.record("pca-128", on, "test-psnr", Metrics.psnr(all, pca128.reconstruct(all)), 0, 0, 42);
check.record("pca-256", on, "test-psnr", Metrics.psnr(all, pca.reconstruct(all)), 0, 0, 42);
check.record("conv-128", on, "test-bce-per-pixel", lossA, historyA.epochs().size(), historyA.seconds(), 42);
check.record("conv-128", on, "test-psnr", Metrics.psnr(all, backA), historyA.epochs().size(), historyA.seconds(), 42);
check.record("conv-bn-256", on, "test-bce-per-pixel", lossB, historyB.epochs().size(), historyB.seconds(), 42);
check.record("conv-bn-256", on, "test-psnr", Metrics.psnr(all, backB), historyB.epochs().size(), historyB.seconds(), 42);
check.record("dense-128", on, "test-bce-per-pixel", lossWide, wideHistory.epochs().size(), wideHistory.seconds(), 42);
check.record("pca-128", on, "test-bce-per-pixel", lossPca128, 0, 0, 42);
check.record("pca-256", on, "test-bce-per-pixel", lossPca256, 0, 0, 42);
String[] racers = {"conv-32", "dense-32", "deep-32", "deep-32-long"};
for (int i = 0; i < racers.length; i++) {
    check.record(racers[i], on, "test-bce-per-pixel", onClothes.loss()[i][0], raceLengths[i], onClothes.seconds()[i][0], 42);
    check.record(racers[i], on, "test-psnr", onClothes.psnr()[i][0], raceLengths[i], onClothes.seconds()[i][0], 42);
    check.record(racers[i], onMnist, "test-bce-per-pixel", onDigits.loss()[i][0], raceLengths[i], onDigits.seconds()[i][0], 42);
    check.record(racers[i], onMnist, "test-psnr", onDigits.psnr()[i][0], raceLengths[i], onDigits.seconds()[i][0], 42);
}
double toTarget = clothes.drawn() ? Double.NaN : historyB.secondsTo(0.265);             // the tutorials' figure
if (toTarget > 0) check.record("conv-bn-256", on, "seconds-to-target", toTarget, epochs, historyB.seconds(), 42);
check.finish()
