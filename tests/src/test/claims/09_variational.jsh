String on = clothes.drawn() ? "drawn" : "fashion-mnist";
String onDigits = digits.drawn() ? "drawn-digits" : "mnist";
var check = LessonChecks.lesson("09");
check.between("the trick's slope towards μ is 1.4", 1.37, towardsMean, 1.43);
check.between("the trick's slope towards σ is 1", 0.97, towardsDeviation, 1.03);
check.that("the sheet has 484 pictures", 22 * 22 == 484);
check.between("Deeplearning4j's own layer measures the same bound, to the tolerance of two means over random draws", -0.3, byItsLayer - bound.negative(), 0.3);
check.that("the reconstruction at the mean is smaller than with a draw", 784 * vae.loss(all) < bound.reconstruction());
check.that("the bounds are above the entropy floor", Math.min(bound.negative(), convBound.negative()) > 784 * Metrics.entropyFloor(all));
check.that("the explorer's pixels are exact to 0.02, which nobody sees", explorer.error() < 0.02);
check.from(Budget.STANDARD, "the divergence is some six nats", Budget.current() == Budget.FULL || clothes.drawn() || Math.abs(bound.divergence() - 6) < 1);
check.from(Budget.STANDARD, "both networks beat PCA in reconstruction and by the neighbours' vote", clothes.drawn()
    || 784 * Math.max(vae.loss(all), conv.loss(all)) < 784 * Metrics.bernoulliCrossEntropy(all, pca.reconstruct(all)) && Math.min(denseApart[1], convApart[1]) > pcaApart[1]);
check.from(Budget.STANDARD, "a dearer divergence is smaller, and costs reconstruction", IntStream.range(1, 4).allMatch(i ->
    sweep.get(i).divergence() < sweep.get(i - 1).divergence() && sweep.get(i).reconstruction() > sweep.get(i - 1).reconstruction()));
check.from(Budget.STANDARD, "the bound is lowest where it was trained for", IntStream.range(0, 4).allMatch(i -> sweep.get(1).negative() <= sweep.get(i).negative()));
double ofMean = 784 * Metrics.bernoulliCrossEntropy(all, MeanBaseline.fit(train.pixels()).reconstruct(all));
check.from(Budget.STANDARD, "at β = 16 most of the sixteen units are idle", clothes.drawn() || sweep.get(3).activeUnits() < 8);
check.from(Budget.STANDARD, "the wrong reduction leaves no divergence, no active unit and the mean picture",
    wrongBound.divergence() < 0.01 && wrongBound.activeUnits() == 0 && Math.abs(wrongBound.reconstruction() - ofMean) < 5);
check.from(Budget.STANDARD, "at β = 50 the network collapses from the start and not with warm-up", clothes.drawn()
    || abruptBound.activeUnits() == 0 && gentleBound.activeUnits() > 0 && price(gentleBound) < price(abruptBound));

check.record("dense-vae-2", on, "parameters", vae.parameters(), epochs, history.seconds(), 42);
check.record("dense-vae-2", on, "test-psnr", Metrics.psnr(all, vae.reconstruct(all)), epochs, history.seconds(), 42);
check.record("conv-vae-2", on, "parameters", conv.parameters(), mapEpochs, convHistory.seconds(), 42);
check.record("conv-vae-2", on, "test-psnr", Metrics.psnr(all, conv.reconstruct(all)), mapEpochs, convHistory.seconds(), 42);
check.record("conv-vae-2", onDigits, "parameters", digitsModel.parameters(), digitEpochs, digitsHistory.seconds(), 42);
check.record("conv-vae-2", onDigits, "test-psnr", Metrics.psnr(digits.test().pixels(), digitsModel.reconstruct(digits.test().pixels())), digitEpochs, digitsHistory.seconds(), 42);

check.from(Budget.STANDARD, "what is decoded is nearer to the neighbours' mean than a neighbour is to the others", toMembers < oneToMembers && toMean < toMembers);
check.from(Budget.STANDARD, "means and decoded pictures are less sharp than pictures", Math.max(sharpness(means), sharpness(decoded)) < 0.7 * sharpness(asked));
check.from(Budget.STANDARD, "at the standard budget the neighbours' vote is for the dense network", Budget.current() == Budget.FULL || clothes.drawn() || denseApart[1] > convApart[1]);
check.that("the draw hardly matters for a whole set", widest < 0.5);
check.from(Budget.STANDARD, "without the divergence the codes spread", freely.means().std(0).minNumber().doubleValue() > 2 * vae.encode(all).std(0).maxNumber().doubleValue());
check.that("fifty weighted draws give a tighter bound", tighter < plain);
check.from(Budget.STANDARD, "the test pictures lie farther from their neighbours than what the VAEs draw, and PCA's draws farther than both", clothes.drawn()
    || Math.max(denseDistance, convDistance) < Math.min(realDistance, pcaDistance));
check.record("dense-vae-2", on, "test-negative-elbo-per-picture", bound.negative(), epochs, history.seconds(), 42);
check.record("dense-vae-2", on, "test-kl-per-picture", bound.divergence(), epochs, history.seconds(), 42);
check.record("dense-vae-2", on, "neighbour-vote", denseApart[1], epochs, history.seconds(), 42);
check.record("conv-vae-2", on, "test-negative-elbo-per-picture", convBound.negative(), mapEpochs, convHistory.seconds(), 42);
check.record("conv-vae-2", on, "test-kl-per-picture", convBound.divergence(), mapEpochs, convHistory.seconds(), 42);
check.record("conv-vae-2", on, "neighbour-vote", convApart[1], mapEpochs, convHistory.seconds(), 42);
check.record("conv-vae-2", onDigits, "test-negative-elbo-per-picture", digitsBound.negative(), digitEpochs, digitsHistory.seconds(), 42);
check.record("conv-vae-2", onDigits, "train-negative-elbo-per-picture", digitsTraining, digitEpochs, digitsHistory.seconds(), 42);
check.record("pca-2", on, "neighbour-vote", pcaApart[1], 0, 0, 42);
check.finish()
