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
check.from(Budget.STANDARD, "at 1e-4 it is little more than 1 % of the sum", strongShare > 0.005 && strongShare < 0.02);
check.from(Budget.STANDARD, "at 1e-5 the zeros move by a few percentage points", Math.abs(zeros(weakCodes) - zeros(denseCodes)) < 0.08);
check.from(Budget.STANDARD, "activations shrink much more than zeros grow", average(strongCodes) / average(denseCodes) < 0.75 * activeUnits(strongCodes) / activeUnits(denseCodes));
check.from(Budget.STANDARD, "strokes get longer", strokeLength(strong) > 1.2 * strokeLength(dense));
check.from(Budget.STANDARD, "the reconstruction pays little", strongLoss - denseLoss < 0.004);

// What sparsity costs, judged fairly.
for (int i = 0; i < lambdas.length; i++) {
    Judged one = sparseLine.get(i), before = i == 0 ? denseLine.get(3) : sparseLine.get(i - 1);
    check.from(Budget.STANDARD, "a larger λ leaves fewer active units and a worse picture", one.active() < before.active() && one.loss() > before.loss() - 1e-4);
}
check.from(Budget.STANDARD, "the first zeros are nearly free, the last ones are not", sparseLine.get(0).loss() - denseLine.get(3).loss() < 0.004 && sparseLine.get(3).loss() - denseLine.get(3).loss() > 0.03 && sparseLine.get(3).active() < 6);

// KL.
check.that("the penalty of the rare and of the steady unit is 0", Math.abs(target.of(rare)) < 1e-9 && Math.abs(target.of(steady)) < 1e-9);
check.from(Budget.STANDARD, "KL pulls the mean down and not below the target", average(klCodes) < 0.5 * average(freeCodes) && average(klCodes) > 0.09);
check.from(Budget.STANDARD, "KL costs little", lossOf(kl) - lossOf(free) < 0.01);
check.from(Budget.STANDARD, "a larger β brings the mean nearer to the target", Math.abs(average(strictCodes) - 0.1) < Math.abs(average(klCodes) - 0.1));

// Copying.
check.that("240 units are left over", 1_024 - 784 == 240);
check.that("the copier by hand gives back everything", psnrOf(copier::reconstruct, noise) > 99 && psnrOf(copier::reconstruct, test.pixels()) > 99);
double foreign32 = psnrOf(dense::reconstruct, digits.pixels());
double foreignFree = psnrOf(wideFree::reconstruct, digits.pixels());
double foreignSparse = psnrOf(wideSparse::reconstruct, digits.pixels());
check.from(Budget.STANDARD, "the wide sparse network copies digits less than the free one and more than the code of 32", !published || foreignSparse < foreignFree - 2 && foreignSparse > foreign32);

// Overcomplete and sparse.
check.from(Budget.STANDARD, "the sparse wide code uses a small part of what the free one does", activeUnits(wideCodes) < 0.3 * activeUnits(wideFreeCodes));
check.from(Budget.STANDARD, "a bias from 0 leaves a large part of the units dead, from 1 few", !published || deadUnits(asleep.network().encode(test.pixels())) > 100 + deadUnits(wideCodes));
double bootFree = Metrics.psnr(boot, recipe(wideFree, boot, 64)), bootSparse = Metrics.psnr(boot, recipe(wideSparse, boot, 64));
check.from(Budget.STANDARD, "with 64 units the sparse boot is there and the free one is not", !published || bootSparse > bootFree + 3);

// Exercises.
check.from(Budget.STANDARD, "the sum of a code is recorded about as it is", Math.abs(sumOfCode / sumInHistory - 1) < 0.1);
check.from(Budget.STANDARD, "the dense pictures suffer more from a cut", denseLoses > 1.5 * sparseLoses);
double bought = zeros(paidStrokes.network().encode(test.pixels())) - zeros(freeStrokes.network().encode(test.pixels()));
check.from(Budget.STANDARD, "a price on the strokes shortens them for a worse picture", strokeLength(paidStrokes.network()) < strokeLength(freeStrokes.network()) && paidStrokes.loss() > freeStrokes.loss());

System.out.println("DEBUG share %.4f %.4f bought %.4f target s %.1f %.1f".formatted(weakShare, strongShare, bought, strongHistory.secondsTo(0.285), strongHistory.seconds()));
for (Judged j : sparseLine) System.out.println("DEBUG 32: %.1f %.4f dense there %.4f".formatted(j.active(), j.loss(), denseLossAt(j.active())));
for (Judged j : wideLine) System.out.println("DEBUG 1024: %.1f %.4f dense there %.4f dead %d digits %.2f".formatted(j.active(), j.loss(), denseLossAt(j.active()), deadUnits(j.network().encode(test.pixels())), psnrOf(j.network()::reconstruct, digits.pixels())));
for (Judged j : denseLine) System.out.println("DEBUG dense: %.1f %.4f psnr %.2f s %.1f digits %.2f".formatted(j.active(), j.loss(), psnrOf(j.network()::reconstruct, test.pixels()), j.seconds(), psnrOf(j.network()::reconstruct, digits.pixels())));
double halfOn(INDArray codes) { return codes.gt(0.5).castTo(DataType.FLOAT).meanNumber().doubleValue(); }
double lowOn(INDArray codes) { return codes.lt(0.1).castTo(DataType.FLOAT).meanNumber().doubleValue(); }
for (INDArray c : List.of(freeCodes, klCodes, strictCodes)) System.out.println("DEBUG kl share above 0.5 %.3f below 0.1 %.3f".formatted(halfOn(c), lowOn(c)));
System.out.println("DEBUG pca at 46 %.4f; copier uses %.0f".formatted(lossOfPca(46), activeUnits(copier.encode(test.pixels()))));
System.out.println("DEBUG gradient %s".formatted(Nd4j.createFromArray(byBackpropagation(small(new L1Penalty(5), Activation.RELU))).norm2Number()));

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
double tutorials = published ? 0.285 : Double.NaN;             // the tutorials' figure
if (strongHistory.secondsTo(tutorials) > 0) check.record("sparse-l1-32", on, "seconds-to-target", strongHistory.secondsTo(tutorials), epochs, strongHistory.seconds(), 42);
check.finish()
