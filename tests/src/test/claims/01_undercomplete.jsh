boolean real = !clothes.drawn(), realDigits = !digits.drawn();
String on = real ? "fashion-mnist" : "drawn", onDigits = realDigits ? "mnist" : "drawn-digits";
var check = LessonChecks.lesson("01");

// The data and the network.
check.from(Budget.STANDARD, "60,000 pictures to train on and 10,000 to test", !real || given.size() == 60_000 && test.size() == 10_000);
check.from(Budget.STANDARD, "55,000 to learn from and 5,000 to validate", !real || train.size() == 55_000 && validation.size() == 5_000);
check.that("784 pixels, 28 × 28", all.size(1) == 784 && test.height() == 28 && test.width() == 28);
check.that("784-32-784 has 50,992 parameters", autoencoder.parameters() == 50_992 && 784 * 32 + 32 + 32 * 784 + 784 == 50_992);
check.that("a code is 24.5 times smaller than a picture", 784.0 / codes.size(1) == 24.5);
check.that("the learning rate starts at 0.003 and ends at a sixteenth", falling(0.003, 20).valueAt(0, 0) == 0.003 && falling(0.003, 20).valueAt(0, 19) == 0.003 / 16);
double zeros = codes.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue();
check.that("ReLU gives no negative numbers, and a share of exact zeros", codes.minNumber().doubleValue() == 0 && zeros > 0);
check.from(Budget.STANDARD, "no unit is dead", deadUnits(autoencoder) == 0);

// Reading a loss curve.
History.Epoch firstEpoch = history.epochs().get(0);
check.that("in the first epoch the training loss lies above the validation loss", firstEpoch.loss() > firstEpoch.validationLoss());
check.that("the same training again", Math.abs(during[0] - firstEpoch.loss()) < 1e-3);
check.from(Budget.STANDARD, "measured after the epoch the training loss is below validation", after[0] < validated[0] && after[2] < validated[2]);
check.from(Budget.STANDARD, "training and validation loss stay close together", Math.abs(history.last().loss() - history.last().validationLoss()) < 0.01);
check.from(Budget.STANDARD, "the training loss ends below the validation loss", history.last().loss() < history.last().validationLoss());
check.from(Budget.STANDARD, "validation does not turn with all pictures", history.last().validationLoss() < history.best().validationLoss() + 2e-4);
check.from(Budget.STANDARD, "the first epoch does more than all later ones", firstEpoch.loss() - history.last().loss() > firstEpoch.validationLoss() - history.last().validationLoss());
check.from(Budget.STANDARD, "with 500 pictures validation turns round and rises", !real
    || fewPictures.last().validationLoss() > fewPictures.best().validationLoss() + 0.001 && fewPictures.best().number() < manyEpochs / 2);
check.from(Budget.STANDARD, "while the training loss falls to the end", fewPictures.last().loss() < fewPictures.epochs().get(fewPictures.best().number() - 1).loss());

// The rivals.
double pcaLoss = Metrics.bernoulliCrossEntropy(all, byPca), meanLoss = Metrics.bernoulliCrossEntropy(all, mean.reconstruct(all));
double psnr = Metrics.psnr(all, pictures), pcaPsnr = Metrics.psnr(all, byPca), clippedPsnr = Metrics.psnr(all, clipped);
double digitsPsnr = Metrics.psnr(allDigits, digitsBack), digitsPcaPsnr = Metrics.psnr(allDigits, digitsPca.reconstruct(allDigits));
check.that("an exact copy counts as 100", Metrics.PSNR_OF_EXACT_COPY == 100);
check.from(Budget.STANDARD, "the autoencoder beats PCA and the mean picture", clothesLoss < pcaLoss && pcaLoss < meanLoss);
check.from(Budget.STANDARD, "by about one decibel on clothes", !real || psnr - pcaPsnr > 0.7 && psnr - pcaPsnr < 1.4);
check.from(Budget.STANDARD, "cutting PCA off helps by less than half of the gap", !real || clippedPsnr - pcaPsnr < 0.5 * (psnr - pcaPsnr));
check.from(Budget.STANDARD, "by about three decibels on digits", !realDigits || digitsPsnr - digitsPcaPsnr > 2.5 && digitsPsnr - digitsPcaPsnr < 3.7);

// The loss and its floor.
check.that("the loss is above the entropy floor", clothesLoss > clothesFloor && digitsLoss > digitsFloor);
check.that("ln 2 is 0.69", Math.abs(Math.log(2) - 0.69) < 0.005);
check.from(Budget.STANDARD, "the loss on digits is about a third", !real || !realDigits || digitsLoss / clothesLoss > 0.28 && digitsLoss / clothesLoss < 0.38);
check.from(Budget.STANDARD, "from their floors they are much closer", !real || !realDigits
    || digitsLoss / clothesLoss < 0.7 * (digitsLoss - digitsFloor) / (clothesLoss - clothesFloor));
check.that("the naive loss overflows from 25 ln 2 = 17.33 on and the stable one does not",
    Math.abs(25 * Math.log(2) - 17.33) < 0.005 && Double.isFinite(naive(17.32)) && Double.isInfinite(naive(17.33)) && stable(17.5) < 18);
check.that("at 15 the naive loss is off in the second decimal, at 17 by a third, at 17.4 it is infinite",
    Math.abs(naive(15) - 15) > 0.01 && Math.abs(naive(17) - 17) > 0.3 && Double.isInfinite(naive(17.4)));

// The activation of the code.
double[] meanOf = Arrays.stream(lossOf).mapToDouble(losses -> Arrays.stream(losses).average().getAsDouble()).toArray();
// The activation of the code, in the order ReLU, identity, tanh, sigmoid, softplus.
double[] meanOf = Arrays.stream(lossOf).mapToDouble(losses -> Arrays.stream(losses).average().getAsDouble()).toArray();
double spread(int i) {
    return Arrays.stream(lossOf[i]).max().getAsDouble() - Arrays.stream(lossOf[i]).min().getAsDouble();
}
check.from(Budget.FULL, "softplus is ahead of ReLU, and ReLU of the others", !real || meanOf[4] < meanOf[0] && IntStream.of(1, 2, 3).allMatch(i -> meanOf[0] < meanOf[i]));
check.from(Budget.FULL, "two seeds of softplus or ReLU differ by at most 0.0002", !real || spread(0) < 0.00025 && spread(4) < 0.00025);
check.number(Budget.FULL, "0.0014", real ? meanOf[0] - meanOf[4] : 0.0014, 0.0003);
check.from(Budget.FULL, "the validation loss puts softplus first too", !real || activations.stream().allMatch(each -> each == Activation.SOFTPLUS
    || histories.get(each).last().validationLoss() > histories.get(Activation.SOFTPLUS).last().validationLoss()));
check.from(Budget.FULL, "softplus reaches the tutorials' 0.282 on test pictures and ReLU does not, though on training pictures", !real
    || Arrays.stream(lossOf[4]).allMatch(loss -> loss <= 0.282) && Arrays.stream(lossOf[0]).allMatch(loss -> loss > 0.282)
    && clothesLoss > 0.282 && history.last().loss() < 0.282);
check.from(Budget.FULL, "ReLU misses it by a thousandth of a nat", !real || Math.abs(clothesLoss - 0.283) < 0.0005);
check.number(Budget.FULL, "0.2830", real ? clothesLoss : 0.2830, 0.0004);
if (Budget.current() == Budget.STANDARD) check.number(Budget.STANDARD, "0.2834", real ? clothesLoss : 0.2834, 0.0004);
check.from(Budget.FULL, "the first network beats the tutorials' figure on digits", !realDigits || digitsLoss < 0.0932);
check.that("equally many parameters", softplus.parameters() == autoencoder.parameters());

// The linear network.
check.from(Budget.STANDARD, "the linear autoencoder comes within 3 % of PCA's error", linearError < 1.03 * pcaError);
check.that("no linear network beats PCA by more than the test set allows", linearError > 0.99 * pcaError);
check.from(Budget.STANDARD, "it found nearly all of PCA's subspace", shared > 0.95);
check.that("8/784 is 0.01", Math.abs(8 / 784.0 - 0.01) < 0.0005);

// The size of the code.
for (int i = 0; i < sizes.length; i++) {
    check.from(Budget.STANDARD, "each larger code has a lower loss and a higher PSNR", i == 0 || lossByCode[i] < lossByCode[i - 1] && byCode[i] > byCode[i - 1]);
    boolean end = i == 0 || i == sizes.length - 1;
    check.from(end ? Budget.FULL : Budget.STANDARD, "with " + sizes[i] + " numbers the autoencoder's loss is ahead of PCA's", !real || lossByCode[i] < lossByComponents[i]);
}

for (int i = 1; i < sizes.length; i++) {
    check.from(Budget.FULL, "each doubling buys one to a little over two decibels", !real || byCode[i] - byCode[i - 1] > 1 && byCode[i] - byCode[i - 1] < 2.3);
}
for (int i = 0; i < sizes.length; i++) {
    check.from(Budget.FULL, "ahead of PCA in PSNR at every size", !real || byCode[i] > byComponents[i]);
}

// Copying.
check.that("the copier copies whatever it is given", copy[0] == 100 && copy[1] == 100 && copy[2] == 100);
check.from(Budget.STANDARD, "the wide network is closer to digits than the narrow one by over 2 dB", wide[1] > narrow[1] + (realDigits ? 2 : 0));
check.from(Budget.FULL, "the wide network gives back digits better than the narrow one clothes", !real || !realDigits || wide[1] > narrow[0]);
check.from(Budget.FULL, "ahead of PCA with 256 numbers by nine decibels on digits, and on noise", !real || !realDigits
    || Math.abs(wide[1] - byPca256[1] - 9) < 1.5 && wide[2] > byPca256[2] + 2);
check.from(Budget.STANDARD, "the narrow network's error is larger for digits than for clothes, and largest for noise", !real || narrow[0] > narrow[1] && narrow[1] > narrow[2]);
check.from(Budget.STANDARD, "the narrow network and PCA give back clothes better than strangers", !real || narrow[0] > narrow[1] + 3 && byPca256[0] > byPca256[1]);

// Exercises.
check.that("784/128 is 6.1", Math.abs(784 / 128.0 - 6.1) < 0.05);

for (int seed = 0; seed < 3; seed++) {
    check.from(Budget.STANDARD, "with biases at 0 units die, with biases at 1 none", !real || dead[0][seed] > 0 && dead[1][seed] == 0);
}
double unrounded = psnr;
check.from(Budget.STANDARD, "8 bits cost nothing, 6 a few hundredths, 4 a third or a little more, 2 four or five decibels", !real
    || unrounded - rounded[0] < 0.01 && unrounded - rounded[1] < 0.06
    && unrounded - rounded[3] > 0.25 && unrounded - rounded[3] < 0.5 && unrounded - rounded[5] > 3.5 && unrounded - rounded[5] < 5.5);
for (int seed = 0; seed < 2; seed++) {
    check.from(Budget.STANDARD, "cross-entropy wins where it is the judge", !real || crossOf[seed][0] < crossOf[seed][1]);
    check.from(Budget.STANDARD, "squared error and cross-entropy differ by little PSNR", Math.abs(psnrOf[seed][0] - psnrOf[seed][1]) < (real ? 0.3 : 0.5));
}
double thousandFloor = Metrics.entropyFloor(thousand);
check.from(Budget.STANDARD, "at least a tenth of the distance to the floor is the encoder's", !real
    || gap[0] - gap[1] > 0.1 * (gap[0] - thousandFloor) && gap[0] - gap[1] > 0.002 && gap[0] - gap[1] < 0.0125);
check.that("the best codes are better than the encoder's", gap[1] < gap[0]);

// Records.
int trained = history.epochs().size();
check.record("shallow-32", on, "test-bce-per-pixel", clothesLoss, trained, history.seconds(), 42);
check.record("shallow-32", on, "test-psnr", psnr, trained, history.seconds(), 42);
check.record("shallow-32", onDigits, "test-bce-per-pixel", digitsLoss, digitsHistory.epochs().size(), digitsHistory.seconds(), 42);
check.record("pca-32", on, "test-bce-per-pixel", pcaLoss, 0, 0, 42);
check.record("pca-32", on, "test-psnr", pcaPsnr, 0, 0, 42);
check.record("mean-picture", on, "test-bce-per-pixel", meanLoss, 0, 0, 42);
check.record("shallow-32", on, "parameters", autoencoder.parameters(), trained, history.seconds(), 42);
check.record("shallow-32", onDigits, "parameters", digitsModel.parameters(), trained, digitsHistory.seconds(), 42);
check.record("shallow-32", onDigits, "test-psnr", digitsPsnr, trained, digitsHistory.seconds(), 42);
check.record("mean-picture", on, "test-psnr", Metrics.psnr(all, mean.reconstruct(all)), 0, 0, 42);
check.record("pca-32", onDigits, "test-psnr", digitsPcaPsnr, 0, 0, 42);
check.record("shallow-32-softplus", on, "test-bce-per-pixel", softplusLoss, activationEpochs, softplusSeconds, 42);
check.record("shallow-32-softplus", on, "test-psnr", Metrics.psnr(all, softplus.reconstruct(all)), activationEpochs, softplusSeconds, 42);
check.record("shallow-32-softplus", on, "parameters", softplus.parameters(), activationEpochs, softplusSeconds, 42);

double target = real ? ofTutorials : Double.NaN, digitsTarget = realDigits ? ofTutorialsOnDigits : Double.NaN;
double secondsTo = history.secondsTo(target), digitsSecondsTo = digitsHistory.secondsTo(digitsTarget);
double softplusSecondsTo = histories.get(Activation.SOFTPLUS).secondsTo(target);
if (secondsTo > 0) check.record("shallow-32", on, "seconds-to-target", secondsTo, trained, history.seconds(), 42);
if (digitsSecondsTo > 0) check.record("shallow-32", onDigits, "seconds-to-target", digitsSecondsTo, trained, digitsHistory.seconds(), 42);
if (softplusSecondsTo > 0) check.record("shallow-32-softplus", on, "seconds-to-target", softplusSecondsTo, activationEpochs, softplusSeconds, 42);
check.finish()
