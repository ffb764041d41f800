var check = LessonChecks.lesson("00");
boolean real = !clothes.drawn() && !digits.drawn();
String on = clothes.drawn() ? "drawn" : "fashion-mnist";

check.number(Budget.QUICK, "−0.575", slope(0), 1e-4);
check.number(Budget.QUICK, "0.575", walk(0, 1, 1)[1], 1e-4);
check.that("of the four weights shown, 1.5 fits best", loss(1.5) < loss(1) && loss(1.5) < loss(2) && loss(1.5) < 0.001);
check.that("no factor corrects all five cards", loss(1.502) > 5e-5 && loss(1.502) < loss(1.5) && loss(1.502) <= loss(1.503));
check.that("ten steps nearly reach the bottom", Math.abs(places[10] - 1.502) < 0.02);
check.that("each step is shorter than the one before", java.util.stream.IntStream.range(1, 10).allMatch(i -> places[i + 1] - places[i] < places[i] - places[i - 1]));
check.that("a rate of 0.2 is still falling, with a factor of 10 to go", loss(walk(0, 0.2, 20)[20]) > 10 * loss(1.502));
check.that("a rate of 1 has arrived", loss(walk(0, 1, 20)[20]) < 1.01 * loss(1.502));
check.that("a rate of 5 jumps across and falls slowly", walk(0, 5, 1)[1] > 1.502 && walk(0, 5, 2)[2] < 1.502 && loss(walk(0, 5, 20)[20]) > 0.005);
check.that("a rate of 5.5 diverges", loss(walk(0, 5.5, 20)[20]) > loss(0));
check.that("the two layers have 816 neurons", 32 + 784 == 816);
check.that("the picture network has 50,992 parameters", clothesModel.parameters() == 50_992);

INDArray best = y.argMax(1);
INDArray bestTrained = trained.reconstruct(x).argMax(1);
for (int i = 0; i < 5; i++) {
    check.that("by hand, message " + (i + 1) + " comes back", best.getInt(i) == i);
    check.that("trained, message " + (i + 1) + " comes back", bestTrained.getInt(i) == i);
}
for (int i = 0; i < 4; i++) {
    check.number(Budget.QUICK, "0.48", y.getDouble(i, i), 0);
}
check.number(Budget.QUICK, "0.40", y.getDouble(4, 4), 0);
check.number(Budget.QUICK, "0.76", h.getDouble(0, 0), 0);
check.number(Budget.QUICK, "1.52", h.mmul(v).getDouble(0, 0), 0);
check.number(Budget.QUICK, "4.59", Math.exp(h.mmul(v).getDouble(0, 0)), 0);
check.number(Budget.QUICK, "9.52", Transforms.exp(h.mmul(v).addiRowVector(c)).getRow(0).sumNumber().doubleValue(), 0);
check.that("the network by hand equals the matrices", difference < 1e-6);
check.that("it has 27 parameters", byHand.parameters() == 27);
check.number(Budget.QUICK, "0.32", Math.log(5) / 5, 0);
check.number(Budget.QUICK, "0.36", messages.losses()[0], 0.003);
check.that("training ends far below blind guessing", messages.last().loss() < 0.2 * Math.log(5) / 5);
check.that("it is below blind guessing after a few epochs", messages.losses()[11] < Math.log(5) / 5);
check.that("the loss still falls", messages.last().loss() < 0.9 * messages.losses()[epochsOfMessages * 3 / 4]);
check.that("the trained weights are several times as large", largest > 2);
INDArray innermost = Transforms.abs(trained.encode(x)).min(1);       // a corner is far out in both numbers
check.that("training put four messages into corners and one between", innermost.gt(0.85).castTo(innermost.dataType()).sumNumber().intValue() == 4);

check.that("all messages come back from every seed", Arrays.stream(back).allMatch(each -> each == 5));
check.that("seed 1 puts one message into the middle, seeds 2 and 3 none", inTheMiddle[0] == 1 && inTheMiddle[1] == 0 && inTheMiddle[2] == 0);
check.from(Budget.STANDARD, "some runs have one message in the middle, others have none", Arrays.stream(inTheMiddle).distinct().count() == 2);

check.that("860 steps an epoch at the full budget", Math.ceil(55_000 / 64.0) == 860);
check.from(Budget.STANDARD, "in the first epoch training lies above validation", onClothes.losses()[0] > onClothes.validationLosses()[0] + 0.01);
check.from(Budget.STANDARD, "measured at the same time, training pictures are no worse", again[0] < onClothes.validationLosses()[0] + 0.001);
check.from(Budget.STANDARD, "the gap closes to less than a fifth", Math.abs(again[0] - onClothes.validationLosses()[0]) < 0.2 * (onClothes.losses()[0] - onClothes.validationLosses()[0]));

check.that("the clothes model is the better one on clothes", psnrs[2][0] > psnrs[3][0]);
check.that("the digits model is the better one on digits", psnrs[3][1] > psnrs[2][1]);
check.that("the clothes model beats the mean picture of clothes", psnrs[2][0] > psnrs[0][0]);
check.that("the digits model beats the mean picture of digits", psnrs[3][1] > psnrs[0][1]);
check.from(Budget.STANDARD, "on clothes the digits model is worse than the mean picture", !real || psnrs[3][0] < psnrs[0][0]);
check.from(Budget.STANDARD, "on digits the clothes model is better than the mean picture", !real || psnrs[2][1] > psnrs[0][1]);

if (real) {
    check.number(Budget.FULL, "9.43", psnrs[3][0], 0.6);
    check.number(Budget.QUICK, "10.94", psnrs[0][0], 0.02);
    check.number(Budget.FULL, "19.54", psnrs[2][0], 0.15);
    check.number(Budget.FULL, "18.76", psnrs[1][0], 0.01);
    check.number(Budget.FULL, "20.87", psnrs[3][1], 0.2);
    check.number(Budget.FULL, "18.08", psnrs[1][1], 0.01);
    check.from(Budget.STANDARD, "the wide network returns all three kinds with about 40 dB or more", Math.min(copies[0][2], Math.min(copies[1][2], copies[2][2])) > 37);
    check.from(Budget.FULL, "and with still more at the full budget", Math.min(copies[0][2], Math.min(copies[1][2], copies[2][2])) > 45);
    check.from(Budget.STANDARD, "digits as well as clothes", copies[1][2] > copies[0][2] - 5);
    check.number(Budget.FULL, "0.285", clothesModel.loss(testClothes), 0.001);
    check.from(Budget.FULL, "the tutorials' 0.282 is not reached here", clothesModel.loss(testClothes) > 0.282);
    check.from(Budget.STANDARD, "both networks are ahead of PCA on their own kind", psnrs[2][0] > psnrs[1][0] && psnrs[3][1] > psnrs[1][1]);
}
if (real && Budget.current() == Budget.STANDARD) {
    check.number(Budget.STANDARD, "0.2", psnrs[2][0] - psnrs[1][0], 0.15);
    check.number(Budget.STANDARD, "18.96", psnrs[2][0], 0.15);
    check.number(Budget.STANDARD, "0.290", clothesModel.loss(testClothes), 0.001);
    check.that("within seconds", onClothes.seconds() < 60);
}
check.that("PCA's matrix holds 25,088 numbers", 32 * 784 == 25_088);
check.that("an exact copy counts as 100 dB", Metrics.PSNR_OF_EXACT_COPY == 100);
check.that("40 dB are a typical error of one hundredth", Math.abs(Math.sqrt(Math.pow(10, -40 / 10.0)) - 0.01) < 1e-12);

check.that("the copier returns noise exactly", copier.reconstruct(noise).equalsWithEps(noise, 1e-5));
check.that("the clothes model cannot return noise", Metrics.psnr(noise, clothesModel.reconstruct(noise)) < 15);
check.that("the copier has 1,230,880 parameters", copier.parameters() == 1_230_880);
check.that("49 pixels", 7 * 7 == 49);
check.from(Budget.STANDARD, "the trained wide network returns what it never saw", !real || copies[1][2] > 37 && copies[2][2] > 37);
check.that("the narrow one returns clothes best and noise worst", copies[0][1] > copies[1][1] && copies[1][1] > copies[2][1]);
check.from(Budget.STANDARD, "the narrow network is PCA's equal", Math.abs(copies[0][0] - copies[0][1]) < 0.3);
check.that("PCA with all components returns everything", copies[2][3] > 80);
check.that("the decoder has 103,488 bytes", decoderBytes == 103_488 && decoderBytes == 4 * (clothesModel.parameters() - 784 * 32 - 32));

check.that("five messages pass through one unit", throughOne == 5);
check.that("the undecided message is answered with 5", byHand.reconstruct(undecided).argMax(1).getInt(0) == 4);
check.that("below the limit the walk goes down, above it up", loss(walk(0, 0.99 * limit, 100)[100]) < loss(0) && loss(walk(0, 1.01 * limit, 100)[100]) > loss(0));
check.that("half the limit arrives in a single step", Math.abs(walk(0, limit / 2, 1)[1] - 1.502) < 0.001);
check.that("the smallest autoencoder ends at −1 or 1 and stays at 0", Math.abs(twinWalk(-1.5)[15] + 1) < 0.05 && Math.abs(twinWalk(0.1)[15] - 1) < 0.05 && twinWalk(0)[15] == 0);
check.that("a hundred messages pass through two numbers", comeBack(codesOnCircle) == 100);

// The map's minutes are those that each lesson gives in its first lines.
Map<String, Integer> minutesToRead = Map.ofEntries(
    Map.entry("00_start_here", 55),
    Map.entry("01_undercomplete", 40),
    Map.entry("02_from_scratch", 40),
    Map.entry("03_sparse", 40),
    Map.entry("04_deep", 40),
    Map.entry("05_convolutional", 45),
    Map.entry("06_faces", 25),
    Map.entry("07_denoising", 25),
    Map.entry("08_sequences", 25),
    Map.entry("09_variational", 35),
    Map.entry("10_uses", 30),
    Map.entry("11_beyond_one_machine", 20),
    Map.entry("12_tables", 30));
for (var entry : minutesToRead.entrySet()) {
    java.nio.file.Path file = java.nio.file.Path.of(entry.getKey() + ".ipynb");
    String text = java.nio.file.Files.exists(file) ? java.nio.file.Files.readString(file) : "";
    var said = java.util.regex.Pattern.compile("\\*\\*Takes\\*\\*:[^\n]*standard budget, (\\d+)").matcher(text);
    if (said.find()) {
        check.that("the map has the minutes of lesson " + entry.getKey(), Math.abs(Integer.parseInt(said.group(1)) - entry.getValue()) <= 10);
    }
}

check.record("5-2-5", "one-hot", "parameters", trained.parameters(), messages.epochs().size(), messages.seconds(), 42);
check.record("5-2-5", "one-hot", "train-cross-entropy-per-output", messages.last().loss(), messages.epochs().size(), messages.seconds(), 42);
check.record("shallow-32", on, "parameters", clothesModel.parameters(), onClothes.epochs().size(), onClothes.seconds(), 42);
check.record("shallow-32", on, "test-psnr", psnrs[2][0], onClothes.epochs().size(), onClothes.seconds(), 42);
check.finish()
