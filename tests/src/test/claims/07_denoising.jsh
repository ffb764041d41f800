String on = clothes.drawn() ? "drawn" : "fashion-mnist";
double loss = Metrics.bernoulliCrossEntropy(clean, restored), restoredPsnr = Metrics.psnr(clean, restored), restoredSsim = Metrics.ssim(clean, restored, 28, 28);
INDArray blurred = blur.reconstruct(noisy), middled = median.reconstruct(noisy);
var check = LessonChecks.lesson("07");
check.that("the restored row is made of the noisy row", rowRestored.equals(network.reconstruct(shownNoisy)));
check.that("and not of the clean pictures", Metrics.psnr(network.reconstruct(shown), rowRestored) < 35);
check.that("the loss is that of noisy pictures against clean ones", Math.abs(loss - network.loss(noisy, clean)) < 1e-4 && Math.abs(loss - network.loss(clean)) > 1e-4);
check.that("the network has 28,353 parameters", network.parameters() == 28_353);
check.that("its code has 1,568 numbers", network.encode(shown).length() == 10 * 1_568);
check.between("clipped noise lifts black by 0.195", 0.19, added[0], 0.2);
check.between("and presses white by as much", -0.2, added[10], -0.19);
check.that("clipping takes strength from the noise at both ends", spread[0] < 0.85 * spread[5] && spread[10] < 0.85 * spread[5]);

double[] fromNoise = {Metrics.psnr(clean, noisy), Metrics.psnr(clean, blurred), Metrics.psnr(clean, middled)};
double[] structure = {Metrics.ssim(clean, noisy, 28, 28), Metrics.ssim(clean, blurred, 28, 28), Metrics.ssim(clean, middled, 28, 28)};
check.from(Budget.STANDARD, "the network beats both filters by PSNR", restoredPsnr > Math.max(fromNoise[1], fromNoise[2]) + 3);
check.from(Budget.STANDARD, "and by SSIM", restoredSsim > Math.max(structure[1], structure[2]) + 0.1);
check.from(Budget.STANDARD, "training and validation loss run together", Math.abs(history.last().loss() - history.last().validationLoss()) < 0.015);
check.that("the filters' best settings lie inside the ranges that were tried", !blur.name().equals(blurs.get(0).name()) && !blur.name().equals(blurs.get(5).name())
    && !median.name().equals(medians.get(3).name()));
check.from(Budget.STANDARD, "a dense network learns noise that is drawn once by heart", denseOnce.last().loss() < denseAnew.last().loss()
    && denseOnce.last().validationLoss() > denseOnce.best().validationLoss() + 0.001 && denseOnce.last().validationLoss() > denseAnew.last().validationLoss() + 0.003);
check.from(Budget.STANDARD, "a convolutional one hardly does", Math.abs(once.last().validationLoss() - anew.last().validationLoss()) < 0.01);
check.that("the dense network has 402,448 parameters", Autoencoder.of(dense).parameters() == 402_448);
for (int use = 0; use < 4; use++) {
    for (int other = 0; other < 6; other++) {
        check.from(Budget.STANDARD, names.get(use) + ": the network of this noise is the best", other == use || clothes.drawn() || matrix[use][use] > matrix[other][use]);
    }
}

check.from(Budget.STANDARD, "the network of the dropout mask makes Gaussian noise worse", clothes.drawn() || matrix[3][0] < fromNoise[0]);
check.from(Budget.STANDARD, "the median beats two networks on salt and pepper by more than 2 dB", clothes.drawn() || matrix[5][2] > 2 + Math.max(matrix[1][2], matrix[3][2]));
check.from(Budget.STANDARD, "a blur beats the network of Gaussian noise on the dropout mask", clothes.drawn() || matrix[4][3] > matrix[0][3]);
check.from(Budget.STANDARD, "the same noisy picture as target teaches a copy", toNoisy[1] > toNoisy[0] && toNoisy[1] > toNoisy[2] && toNoisy[1] > toNoisy[3]);
check.from(Budget.STANDARD, "clipped noisy targets are worse than clean ones, unclipped ones nearly as good",
    clothes.drawn() || toClean[2] < toClean[0] - 2 && toClean[3] > toClean[0] - 1);
check.from(Budget.STANDARD, "the network beats the filter on faces of strangers, by less than on clothes", faces.drawn()
    || byFaceNetwork > byFilter && byFaceNetwork - byFilter < restoredPsnr - Math.max(fromNoise[1], fromNoise[2]));
check.from(Budget.STANDARD, "weak noise is better left alone", left[0] > byNetwork[0] && left[1] > byNetwork[1]);
check.from(Budget.STANDARD, "from 0.2 on the network helps", clothes.drawn() || IntStream.range(2, 11).allMatch(i -> byNetwork[i] > left[i]));
double regained = (Metrics.psnr(clean, corrected) - fromNoise[1]) / (restoredPsnr - fromNoise[1]);
check.from(Budget.STANDARD, "two numbers win back a good part of the lead", clothes.drawn() || regained > 0.25 && regained < 0.75);
for (int use = 0; use < 4; use++) {
    check.from(Budget.STANDARD, "the generalist has the best worst case", clothes.drawn()
        || Arrays.stream(general).min().orElseThrow() > Arrays.stream(matrix[use]).min().orElseThrow());
    check.from(Budget.STANDARD, "the generalist is within 2.5 dB of each specialist", clothes.drawn() || general[use] > matrix[use][use] - 2.5);
}

check.record("denoise-conv-32", on, "parameters", network.parameters(), history.epochs().size(), history.seconds(), 42);

check.record("best-filter", on, "test-psnr", Math.max(fromNoise[1], fromNoise[2]), 0, 0, 42);
check.record("best-filter", on, "test-ssim", Math.max(structure[1], structure[2]), 0, 0, 42);
check.record("denoise-conv-32", on, "test-bce-per-pixel", loss, history.epochs().size(), history.seconds(), 42);
check.record("denoise-conv-32", on, "test-psnr", restoredPsnr, history.epochs().size(), history.seconds(), 42);
check.record("denoise-conv-32", on, "test-ssim", restoredSsim, history.epochs().size(), history.seconds(), 42);
double goal = clothes.drawn() ? Double.NaN : 0.287;            // the tutorials' figure
if (history.secondsTo(goal) > 0) check.record("denoise-conv-32", on, "seconds-to-target", history.secondsTo(goal), epochs, history.seconds(), 42);
check.finish()
