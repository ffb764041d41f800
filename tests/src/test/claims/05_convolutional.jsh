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
check.finish()
