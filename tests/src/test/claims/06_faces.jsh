String on = faces.drawn() ? "drawn-faces" : "olivetti";
double pcaKnown = onKnown[sizes.length - 1], pcaStrangers = onStrangers[sizes.length - 1];
double meanStrangers = half(heldOut.pixels(), mean.reconstruct(heldOut.pixels()));
var check = LessonChecks.lesson("06");
check.that("nobody is in both parts", Collections.disjoint(known, strangers) && known.size() == 32 && strangers.size() == 8);
check.that("320 pictures to learn from and 80 to judge by", train.size() == 320 && heldOut.size() == 80);
check.that("the network has 8.6 million parameters, 27,000 a picture", Math.round(model.parameters() / 1e5) == 86 && Math.round(model.parameters() / 320e3) == 27);
check.between("half the sum is 512 times the loss per pixel", 0.999, 512 * model.loss(heldOut) / modelStrangers, 1.001);
check.between("0.46 is 30.5 dB", 30.45, -10 * Math.log10(2 * 0.46 / 1024), 30.55);
check.from(Budget.STANDARD, "the penalty lowers the mean of the code", sparseCourse.codeMean()[sparseEpochs - 1] < course.codeMean()[sparseEpochs - 1]);
check.that("PCA does better on people in training than on strangers", pcaKnown < pcaStrangers);

check.from(Budget.STANDARD, "the error on strangers is a multiple of that in training", faces.drawn() || modelStrangers > 1.5 * modelKnown);
check.from(Budget.STANDARD, "the network beats the mean face on strangers", modelStrangers < meanStrangers);
check.from(Budget.STANDARD, "PCA is ahead of every network, in training and on strangers",
    faces.drawn() || pcaKnown < Math.min(modelKnown, sparseKnown) && pcaStrangers < Math.min(modelStrangers, Math.min(mirrorStrangers, sparseStrangers)));
check.from(Budget.STANDARD, "in the beginning most code numbers are at the ends, and later few", faces.drawn()
    || Arrays.stream(course.atTheEnds()).limit(5).max().getAsDouble() > 0.5 && course.atTheEnds()[epochs - 1] < 0.1);
check.from(Budget.STANDARD, "with the penalty far more numbers are close to 0", faces.drawn() || sparseQuiet > 1.5 * denseQuiet);
check.from(Budget.STANDARD, "the sparse code pays in the reconstruction", faces.drawn() || sparseKnown > modelKnown);
check.from(Budget.STANDARD, "a split by picture flatters", faces.drawn() || carelessError < 0.8 * carefulError);
check.from(Budget.STANDARD, "two looks are better than one", faces.drawn() || averagedStrangers < modelStrangers);
check.from(Budget.STANDARD, "the middle of two codes is not quite the middle of two pictures", bend > 0.001);

INDArray strangerPixels = heldOut.pixels();
check.record("faces-256", on, "parameters", model.parameters(), epochs, course.history().seconds(), 42);
check.record("faces-256", on, "test-psnr", Metrics.psnr(strangerPixels, model.reconstruct(strangerPixels)), epochs, course.history().seconds(), 42);
check.record("faces-256-mirrored", on, "parameters", mirrorModel.parameters(), mirrorEpochs, mirrorCourse.history().seconds(), 42);
check.record("faces-256-mirrored", on, "test-psnr", Metrics.psnr(strangerPixels, mirrorModel.reconstruct(strangerPixels)), mirrorEpochs, mirrorCourse.history().seconds(), 42);
check.record("faces-256-sparse", on, "parameters", sparseModel.parameters(), sparseEpochs, sparseCourse.history().seconds(), 42);
check.record("faces-256-sparse", on, "test-psnr", Metrics.psnr(strangerPixels, sparseModel.reconstruct(strangerPixels)), sparseEpochs, sparseCourse.history().seconds(), 42);
check.record("pca-256", on, "test-psnr", Metrics.psnr(strangerPixels, pca.reconstruct(strangerPixels)), 0, 0, 42);

double seconds = course.history().seconds();
check.record("faces-256", on, "train-half-sum-of-squares", modelKnown, epochs, seconds, 42);
check.record("faces-256", on, "test-half-sum-of-squares", modelStrangers, epochs, seconds, 42);
check.record("faces-256-mirrored", on, "test-half-sum-of-squares", mirrorStrangers, mirrorEpochs, mirrorCourse.history().seconds(), 42);
check.record("faces-256-sparse", on, "train-half-sum-of-squares", sparseKnown, sparseEpochs, sparseCourse.history().seconds(), 42);
check.record("faces-256-sparse", on, "test-half-sum-of-squares", sparseStrangers, sparseEpochs, sparseCourse.history().seconds(), 42);
check.record("pca-256", on, "train-half-sum-of-squares", pcaKnown, 0, 0, 42);
check.record("pca-256", on, "test-half-sum-of-squares", pcaStrangers, 0, 0, 42);
double passed = 0, toTarget = Double.NaN;
for (History.Epoch epoch : course.history().epochs()) {
    passed += epoch.seconds();
    if (Double.isNaN(toTarget) && 512 * epoch.loss() <= 0.46) toTarget = passed;      // the tutorial's figure, on training pictures
}
if (toTarget > 0 && !faces.drawn()) check.record("faces-256", on, "seconds-to-target", toTarget, epochs, seconds, 42);
check.finish()
