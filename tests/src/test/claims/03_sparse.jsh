var check = LessonChecks.lesson("03");
String on = clothes.drawn() ? "drawn" : "fashion-mnist";
boolean published = !clothes.drawn();

// The gradient check.
check.that("both gradients agree with finite differences to six digits", errorL1 < 1e-6 && errorKl < 1e-6);
check.that("a forgotten penalty is seen", errorForgotten > 0.05);

// Three networks.
double denseLoss = lossOf(dense), weakLoss = lossOf(weak), strongLoss = lossOf(strong);
INDArray weakCodes = weak.encode(test.pixels());
double weakShare = weakHistory.last().penalty() / (weakHistory.last().loss() + weakHistory.last().penalty());
double strongShare = strongHistory.last().penalty() / (strongHistory.last().loss() + strongHistory.last().penalty());
check.that("a network's loss is free of its penalty", Math.abs(strong.loss(test) - strongLoss) < 1e-4);
check.that("rescaling halves the penalty and changes neither pictures nor zeros", Math.abs(penaltyChange - 0.5) < 1e-3 && pictureChange < 1e-3 && Math.abs(zeros(denseCodes) - zeros(cheatCodes)) < 1e-3);
check.from(Budget.STANDARD, "at 1e-5 the penalty is less than 1 % of the sum", weakShare < 0.01);
check.from(Budget.STANDARD, "at 1e-4 it is about 1 % of the sum", strongShare > 0.005 && strongShare < 0.015);
check.from(Budget.STANDARD, "at 1e-5 the zeros move by a few percentage points", Math.abs(zeros(weakCodes) - zeros(denseCodes)) < 0.08);
check.from(Budget.STANDARD, "activations shrink much more than zeros grow", average(strongCodes) / average(denseCodes) < 0.75 * activeUnits(strongCodes) / activeUnits(denseCodes));
check.from(Budget.STANDARD, "strokes get longer", strokeLength(strong) > 1.2 * strokeLength(dense));
check.from(Budget.STANDARD, "the reconstruction pays little", strongLoss - denseLoss < 0.004);

// What sparsity costs, judged fairly.
for (int i = 0; i < lambdas.length; i++) {
    Judged one = sparseLine.get(i), before = i == 0 ? denseLine.get(3) : sparseLine.get(i - 1);
    check.from(Budget.STANDARD, "a larger λ leaves fewer active units and a worse picture", one.active() < before.active() && one.loss() > before.loss() - 1e-4);
}
check.from(Budget.STANDARD, "the first zeros are nearly free, the last ones are not", sparseLine.get(0).loss() - denseLine.get(3).loss() < 0.004 && sparseLine.get(3).loss() - denseLine.get(3).loss() > 0.02 && sparseLine.get(3).active() < 8);
for (double lead : leadOf(sparseLine)) check.from(Budget.STANDARD, "32 sparse units are ahead of a dense code with as many active units", lead > 0);
for (double lead : leadOf(wideLine)) check.from(Budget.STANDARD, "1,024 sparse units are ahead of a dense code with as many active units", lead > 0.001);
check.from(Budget.STANDARD, "with λ = 1e-4 the lead is smallest", !published || Arrays.stream(leadOf(sparseLine)).min().getAsDouble() == leadOf(sparseLine)[0]);
for (int i = 0; i < sizes.length; i++) {
    check.from(Budget.STANDARD, "dense codes are ahead of PCA with " + sizes[i] + " components", !published || denseLine.get(i).loss() < lossOfPca(sizes[i]));
}
for (int i = 0; i < lambdas.length; i++) {
    int near = (int) Math.max(1, Math.round(sparseLine.get(i).active()));
    check.from(Budget.STANDARD, "the sparse code is ahead of PCA with " + near + " components", !published || sparseLine.get(i).loss() < lossOfPca(near));
}

// KL.
double below(INDArray codes, double limit) { return codes.lt(limit).castTo(DataType.FLOAT).meanNumber().doubleValue(); }
check.that("the penalty of the rare and of the steady unit is 0", Math.abs(target.of(rare)) < 1e-9 && Math.abs(target.of(steady)) < 1e-9);
check.from(Budget.STANDARD, "KL pulls the mean down and not below the target", average(klCodes) < 0.5 * average(freeCodes) && average(klCodes) > 0.09);
check.from(Budget.STANDARD, "KL costs little", lossOf(kl) - lossOf(free) < 0.01);
check.from(Budget.STANDARD, "with KL most activations lie below the target, and many near 0", !published || Math.min(below(klCodes, 0.1), below(strictCodes, 0.1)) > 0.5 && Math.min(below(klCodes, 0.05), below(strictCodes, 0.05)) > 1.1 * Math.max(below(klCodes, 0.1) - below(klCodes, 0.05), below(strictCodes, 0.1) - below(strictCodes, 0.05)));
check.from(Budget.STANDARD, "without a penalty the mean activation is about one half", !published || Math.abs(average(freeCodes) - 0.5) < 0.07);
check.from(Budget.STANDARD, "a larger β brings the mean nearer to the target", Math.abs(average(strictCodes) - 0.1) < Math.abs(average(klCodes) - 0.1));

// Copying.
check.that("240 units are left over", 1_024 - 784 == 240);
check.that("the copier by hand gives back everything", psnrOf(copier::reconstruct, noise) > 99 && psnrOf(copier::reconstruct, test.pixels()) > 99);
double foreign32 = psnrOf(dense::reconstruct, digits.pixels());
double foreignFree = psnrOf(wideFree::reconstruct, digits.pixels());
double foreignSparse = psnrOf(wideSparse::reconstruct, digits.pixels());
check.from(Budget.STANDARD, "the wide sparse network copies digits less than the free one and more than the code of 32", !published || foreignSparse < foreignFree - 2 && foreignSparse > foreign32);

check.from(Budget.FULL, "the free network copies digits better than PCA with 256 components", !published || foreignFree > psnrOf(pca.withComponents(256)::reconstruct, digits.pixels()));
for (INDArray each : List.of(test.pixels(), digits.pixels(), noise)) {
    check.from(Budget.STANDARD, "the linear network copies better than PCA with 256 components", !published || psnrOf(linear::reconstruct, each) > psnrOf(pca.withComponents(256)::reconstruct, each));
}
check.that("PCA with all components copies", psnrOf(pca::reconstruct, noise) > 60);

// Overcomplete and sparse.
for (int i = 0; i < pairs; i++) {
    check.from(Budget.STANDARD, "in every pair the dense rival has at least about as many active units", denseOnes.get(i).active() > sparseOnes.get(i).active() - 0.5);
    check.from(Budget.STANDARD, "and the sparse network has the lower loss", !published || sparseOnes.get(i).loss() < denseOnes.get(i).loss() - 0.001);
}
double spread(List<Judged> ones) { return Arrays.stream(lossesOf(ones)).max().getAsDouble() - Arrays.stream(lossesOf(ones)).min().getAsDouble(); }
check.from(Budget.STANDARD, "the difference is several times larger than what the seed changes", !published || denseOnes.get(0).loss() - sparseOnes.get(0).loss() > 2.5 * Math.max(spread(sparseOnes), spread(denseOnes)));
check.from(Budget.STANDARD, "the sparse code leads by PSNR too", !published || Metrics.psnr(all, wideSparse.reconstruct(all)) > Metrics.psnr(all, rival.network().reconstruct(all)));
check.from(Budget.STANDARD, "with numbers of 32 bits the sparse code keeps its lead, with 8 bits it does not", !published || roomOf32.loss() > wide.loss() && roomOf8.loss() < wide.loss());
check.from(Budget.STANDARD, "naming the units takes about three quarters of the room of numbers of 8 bits", !published || Math.abs(choice / (8 * used) - 0.75) < 0.06);
check.from(Budget.STANDARD, "from biases of 0, more than 700 units are dead", !published || deadUnits(asleep.network().encode(test.pixels())) > 700);
check.from(Budget.STANDARD, "and the loss is a little better", !published || asleep.loss() < wide.loss() && Math.abs(asleep.active() - wide.active()) < 4);
check.from(Budget.STANDARD, "the sparse wide code uses a small part of what the free one does", activeUnits(wideCodes) < 0.3 * activeUnits(wideFreeCodes));
check.from(Budget.STANDARD, "a bias from 0 leaves a large part of the units dead, from 1 few", !published || deadUnits(asleep.network().encode(test.pixels())) > 100 + deadUnits(wideCodes));
double bootFree = Metrics.psnr(boot, recipe(wideFree, boot, 64)), bootSparse = Metrics.psnr(boot, recipe(wideSparse, boot, 64));
check.from(Budget.STANDARD, "with 64 units the sparse boot is there and the free one is not", !published || bootSparse > bootFree + 3);

// Exercises.
double scoreOf(INDArray codes) { return Metrics.bernoulliCrossEntropy(twoHundred, wideSparse.decode(codes)) + 3e-4 * codes.norm1Number().doubleValue() / 200; }
double encoderScore = scoreOf(wideSparse.encode(twoHundred)), bestScore = scoreOf(found);
check.that("the best codes have a lower score", bestScore < encoderScore);
double bestLoss = Metrics.bernoulliCrossEntropy(twoHundred, wideSparse.decode(found)), encoderLoss = Metrics.bernoulliCrossEntropy(twoHundred, wideSparse.reconstruct(twoHundred));
check.from(Budget.STANDARD, "they lower the cross-entropy by nearly 0.01", !published || encoderLoss - bestLoss > 0.006 && encoderLoss - bestLoss < 0.012);
double moreUnits = activeUnits(found) / activeUnits(wideSparse.encode(twoHundred));
check.from(Budget.FULL, "and use about a quarter more units for it", !published || moreUnits > 1.15 && moreUnits < 1.4);
check.from(Budget.STANDARD, "lower by more than 0.005", !published || encoderScore - bestScore > 0.005);
if (Budget.current() == Budget.FULL) check.that("300 steps are enough", bestScore - scoreOf(bestCodes(wideSparse, twoHundred, 784 * 3e-4, 600)) < 3e-4);
check.from(Budget.STANDARD, "the sum of a code is recorded about as it is", Math.abs(sumOfCode / sumInHistory - 1) < 0.1);
check.from(Budget.STANDARD, "the dense pictures suffer more from a cut", denseLoses > 1.5 * sparseLoses);
double bought = zeros(paidStrokes.network().encode(test.pixels())) - zeros(freeStrokes.network().encode(test.pixels()));
check.from(Budget.STANDARD, "a price on the strokes shortens them for a worse picture", strokeLength(paidStrokes.network()) < strokeLength(freeStrokes.network()) && paidStrokes.loss() > freeStrokes.loss());
check.from(Budget.STANDARD, "it buys no zeros in a short training, and many in a long one", !published || (Budget.current() == Budget.FULL ? bought > 0.1 : bought < 0.05));
check.from(Budget.FULL, "for a clearly worse picture", !published || paidStrokes.loss() > freeStrokes.loss() + 0.005);

// The numbers of the text.
check.number(Budget.FULL, "0.146", average(klCodes), 0.006);
check.number(Budget.FULL, "0.106", average(strictCodes), 0.003);
check.number(Budget.FULL, "0.2860", lossOf(free), 0.0005);
check.number(Budget.FULL, "0.2860", lossOf(kl), 0.0005);
check.number(Budget.FULL, "0.2878", lossOf(strict), 0.0005);
check.number(Budget.FULL, "45.6", psnrOf(linear::reconstruct, test.pixels()), 0.6);
check.number(Budget.FULL, "42.9", psnrOf(linear::reconstruct, digits.pixels()), 0.6);
check.number(Budget.FULL, "21.3", psnrOf(linear::reconstruct, noise), 0.6);
check.number(Budget.FULL, "26.4", psnrOf(pca.withComponents(256)::reconstruct, test.pixels()), 0.1);
check.number(Budget.FULL, "23.1", psnrOf(pca.withComponents(256)::reconstruct, digits.pixels()), 0.1);
check.number(Budget.FULL, "11.6", psnrOf(pca.withComponents(256)::reconstruct, noise), 0.1);
check.number(Budget.FULL, "485", deadUnits(wideCodes), 60);
check.number(Budget.FULL, "0.2833", strongLoss, 0.0004);
check.number(Budget.FULL, "52.3", 100 * zeros(freeStrokes.network().encode(test.pixels())), 3);
check.number(Budget.FULL, "70.1", 100 * zeros(paidStrokes.network().encode(test.pixels())), 5);
check.number(Budget.STANDARD, "0.01", denseLine.get(3).loss() - denseLine.get(4).loss(), 0.002);
if (Budget.current() == Budget.STANDARD) {
    check.number(Budget.STANDARD, "0.531", average(freeCodes), 0.03);
    check.number(Budget.STANDARD, "0.176", average(klCodes), 0.01);
    check.number(Budget.STANDARD, "0.111", average(strictCodes), 0.005);
    check.number(Budget.STANDARD, "5", deadUnits(wideCodes), 15);
    check.number(Budget.STANDARD, "0.2846", strongLoss, 0.0006);
}

void figures(String model, Autoencoder network, History history) {
    INDArray codes = network.encode(test.pixels());
    var values = new LinkedHashMap<String, Double>();
    values.put("parameters", (double) network.parameters());
    values.put("test-bce-per-pixel", lossOf(network));
    values.put("test-psnr", Metrics.psnr(test.pixels(), network.reconstruct(test.pixels())));
    values.put("share-of-zeros", zeros(codes));
    values.put("active-units", activeUnits(codes));
    values.put("dead-units", (double) deadUnits(codes));
    values.put("mean-activation", average(codes));
    values.forEach((metric, value) -> check.record(model, on, metric, value, history.epochs().size(), history.seconds(), 42));
}
figures("sparse-l1-32", strong, strongHistory);
figures("sparse-l1-32-weak", weak, weakHistory);
figures("sparse-kl-32", kl, klHistory);
figures("wide-1024", wideFree, wideFreeHistory);
figures("sparse-l1-1024", wideSparse, wideHistory);
double tutorials = published ? 0.285 : Double.NaN;             // the tutorials' figure, after 150 epochs
check.from(Budget.STANDARD, "the tutorials' 0.285 after 150 epochs is passed within a minute of training", !published || strongHistory.secondsTo(tutorials) < 60);
if (strongHistory.secondsTo(tutorials) > 0) check.record("sparse-l1-32", on, "seconds-to-target", strongHistory.secondsTo(tutorials), epochs, strongHistory.seconds(), 42);
check.finish()
