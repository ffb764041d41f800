String on = digits.drawn() ? "drawn-digits" : "mnist";
boolean drawn = digits.drawn();
double shallowError = Metrics.meanSquaredError(all, byShallow), deepError = Metrics.meanSquaredError(all, byDeep);
double recipeError = Metrics.meanSquaredError(all, byRecipe), pcaError = Metrics.meanSquaredError(all, byPca);
double meanTest = Metrics.meanSquaredError(all, byMean);
double shallowSeconds = shallowHistory.seconds(), deepSeconds = deepHistory.seconds();
double worst(String recipe) { return DoubleStream.of(outcomes.get(recipe).losses()).max().getAsDouble(); }
double best(String recipe) { return DoubleStream.of(outcomes.get(recipe).losses()).min().getAsDouble(); }
long deadAfter(String recipe) { return LongStream.of(outcomes.get(recipe).dead()).sum(); }
double last(History history) { return history.last().loss(); }

var check = LessonChecks.lesson("02");
check.that("784-32-784 has 50,992 parameters, tied 25,904; six layers have 476,720", parameters == 50_992 && 784 * 32 + 32 + 784 == 25_904 && deepParameters == 476_720);
check.that("the gradients by hand and by SameDiff agree to 32-bit rounding", farthest < 1e-5);
for (String name : names) check.that("finite differences agree in double precision for " + name, disagreements.get(name) < 1e-6);
check.that("no step is good in 32 bits that comes near the best in 64", bestFloat > 100 * bestDouble);
check.that("the best step of 64 bits is 0.0001 or a neighbour", Math.min(Math.min(inDouble[3], inDouble[4]), inDouble[5]) == bestDouble);
check.between("on the right the distance grows by a factor of 100 for each factor of 10 of the step", 30, inDouble[1] / inDouble[2], 300);
check.that("the loss of the loop falls", last(shallowHistory) < shallowHistory.losses()[0] && last(shallowHistory) < untrained);
check.that("decoding the code is what the graph does", distance(decoded, reconstruct(graph, one)) < 1e-5);
for (int i = 0; i < 10; i++) check.that("equal losses by our loop and by Deeplearning4j", Math.abs(both[0][i] - both[1][i]) < 1e-4);
check.that("equal losses for six layers too", apart < 1e-4);
check.that("they learned something in the ten steps", both[0][9] < both[0][0] && bothSix[0][9] < bothSix[0][0]);

check.from(Budget.STANDARD, "starts of 0 and 0.1 stay near the mean picture", drawn || last(byStart[0]) > 0.8 * meanError && last(byStart[2]) > 0.8 * meanError);
check.from(Budget.STANDARD, "a start of 0.000001 does not", drawn || last(byStart[1]) < 0.6 * meanError);
check.that("from a start of 0 one update drives the sigmoids to their ends, and they stay there", drawn || extreme[0] > 0.9 && atTheEnds(started[0]) > 0.9);
check.that("from the other starts one update does not", drawn || extreme[1] < 0.5 && extreme[2] < 0.1);
check.that("a memory that starts at 0.1 hardly moves", largestMemory < 0.11);
check.that("from 0.1 Adagrad is plain descent with the rate 0.32", Math.abs(0.1 / Math.sqrt(0.1) - 0.32) < 0.005
    && Math.abs(byStart[2].last().validationLoss() / byDescent.last().validationLoss() - 1) < 0.03);

check.that("about half of the code is dead before training", drawn || LongStream.of(deadBefore[0]).min().getAsLong() >= 8 && LongStream.of(deadBefore[0]).max().getAsLong() <= 24);
check.that("a bias of 1 leaves few dead, and with larger weights almost none", drawn || LongStream.of(deadBefore[1]).max().getAsLong() <= 6 && LongStream.of(deadBefore[3]).max().getAsLong() <= 3);
check.that("the input of a code unit varies far less between pictures than between units", drawn || plainSpread[1] < 0.1 * plainSpread[0]);
check.that("larger weights widen the spread between pictures", drawn || largeSpread[1] > 3 * plainSpread[1]);
check.between("the first step from a memory of 0 is 4.5 rates", 4.45, 1 / Math.sqrt(0.05), 4.55);
check.between("gradients below 0.0004 are drowned by the start of the memory", 0.0004, Math.sqrt(0.95e-8 / 0.05), 0.00045);
check.that("the first layer's first steps are hundreds of times smaller than the last's", drawn || fromEpsilon[5] > 100 * fromEpsilon[0]);
check.that("from a memory of 0 they are of similar size", drawn || fromZero[5] < 5 * fromZero[0]);
check.that("27 trainings", recipes.size() * 3 == 27);
check.from(Budget.STANDARD, "as written, all three starts stay near the mean picture", drawn || best("as written") > 0.75 * meanError);
check.from(Budget.STANDARD, "a memory of almost 0 alone gets all three starts off the mean picture, and below all three as written", drawn || worst("memory starts at almost 0") < Math.min(0.9 * meanError, best("as written")));
check.from(Budget.STANDARD, "larger weights alone help all three starts", drawn || worst("weights times 4") < Math.min(0.95 * meanError, best("as written")));
check.from(Budget.STANDARD, "the lower rate alone does not stand out", drawn || best("rate 0.003") < worst("as written") && worst("rate 0.003") > best("as written"));
check.from(Budget.STANDARD, "the code's bias alone does not help", drawn || worst("code bias 1") > best("as written"));
check.from(Budget.STANDARD, "the three remedies together are better than each alone", drawn || worst("weights, bias and rate") < Math.min(Math.min(best("weights times 4"), best("rate 0.003")), best("code bias 1")));
check.from(Budget.STANDARD, "without the weights the other two stay far behind", drawn || best("all but the weights") > 1.1 * worst("weights, bias and rate"));
check.from(Budget.STANDARD, "without the bias nothing is lost that the starts could tell", drawn || best("all but the bias") < worst("weights, bias and rate"));
check.from(Budget.STANDARD, "without the rate they are worse, and more units are dead", drawn || best("all but the rate") > 1.05 * worst("weights, bias and rate") && deadAfter("all but the rate") > deadAfter("weights, bias and rate"));
check.from(Budget.STANDARD, "with the bias fewer units are dead", drawn || deadAfter("all but the bias") > deadAfter("weights, bias and rate") && deadAfter("all but the weights") < deadAfter("rate 0.003"));

check.from(Budget.STANDARD, "as written, units of the code are dead, and the repair wakes them", drawn || deadIn(asWritten) >= 3 && deadIn(deep) < deadIn(asWritten));
check.from(Budget.STANDARD, "as written, the first epoch is no better than the mean picture", drawn || asWrittenHistory.validationLosses()[0] > 0.97 * meanError);
check.from(Budget.STANDARD, "the repaired network is much closer than the one as written", drawn || deepError < 0.75 * recipeError);
int lowered = deepEpochs * 7 / 10;
check.from(Budget.STANDARD, "the loss drops where the rate is lowered", drawn || deepHistory.losses()[lowered] < 0.95 * deepHistory.losses()[lowered - 1]);
check.that("the sliding walk sees its batches' worth of pictures", seen == few.size() / 100 + 99);
check.from(Budget.STANDARD, "the sliding walk is better on its own batches and worse on test pictures", drawn || stuck[0] < whole[0] && stuck[1] > 1.1 * whole[1]);
check.that("a linear decoder does not beat PCA by more than the test set allows", shallowError > 0.99 * pcaError);
check.that("errors 0.005 and 0.045 are 23.0 and 13.5 dB, mean 18.2; twice 0.02 is 17.0; means 0.025 and 0.020", Math.abs(-10 * Math.log10(0.005) - 23.0) < 0.05 && Math.abs(-10 * Math.log10(0.045) - 13.5) < 0.05
    && Math.abs(-5 * Math.log10(0.005 * 0.045) - 18.2) < 0.05 && Math.abs(-10 * Math.log10(0.02) - 17.0) < 0.05 && Math.abs((0.005 + 0.045) / 2 - 0.025) < 1e-9);

check.that("ND4J's Adagrad makes the same update", updates < 1e-5);
double summedLast = last(summedHistory);
check.from(Budget.STANDARD, "with the sum over 784 pixels a start of 0.1 learns more than with the mean, and less than the start of 0.000001",
    drawn || summedLast < 0.9 * last(byStart[2]) && summedLast > 1.2 * last(byStart[1]));
check.that("SameDiff sums the gradients of tied weights", tiedDistance < 1e-5);
check.from(Budget.STANDARD, "the tied network is no worse at equal epochs", drawn || tiedError < 1.05 * freeError);

check.from(Budget.STANDARD, "the correction of the start brings the recipe as written lower in all three starts", drawn || worst("as written, corrected") < best("as written"));
check.from(Budget.STANDARD, "beside the three remedies the correction does not stand out", drawn || best("weights, bias and rate, corrected") < worst("weights, bias and rate") && worst("weights, bias and rate, corrected") > best("weights, bias and rate"));
check.from(Budget.STANDARD, "the correction does not replace the larger weights", drawn || best("as written, corrected") > worst("weights, bias and rate"));
double gap(INDArray back) { return Metrics.psnr(all, back) + 10 * Math.log10(Metrics.meanSquaredError(all, back)); }
check.that("the mean PSNR is above the PSNR of the mean error", gap(byPca) > 0 && gap(byShallow) > 0 && gap(byDeep) > 0);
check.from(Budget.STANDARD, "the gap is largest for the six layers", drawn || gap(byDeep) > gap(byPca) && gap(byDeep) > gap(byShallow));

check.number(Budget.FULL, "0.0141", deepError, 0.0006);
check.number(Budget.FULL, "0.0168", pcaError, 0.0001);
check.number(Budget.FULL, "0.0172", shallowError, 0.0004);
check.number(Budget.FULL, "0.0287", recipeError, 0.006);
check.from(Budget.FULL, "the six layers are closer than PCA, and the two layers are not", drawn || deepError < pcaError && pcaError < shallowError);
check.from(Budget.FULL, "the recipe as written has about twice the error of the repaired one", drawn || recipeError > 1.6 * deepError && recipeError < 2.5 * deepError);
check.that("at the standard budget both networks are behind PCA, the six layers at about 0.0195", drawn || Budget.current() != Budget.STANDARD || pcaError < Math.min(deepError, shallowError) && Math.abs(deepError - 0.0195) < 0.001);
check.number(Budget.FULL, "0.77", -10 * Math.log10(deepError / pcaError), 0.2);
check.number(Budget.FULL, "0.99", Metrics.psnr(all, byDeep) - Metrics.psnr(all, byPca), 0.2);

check.record("scratch-32", on, "parameters", parameters, epochs, shallowSeconds, 42);
check.record("scratch-32", on, "test-psnr", Metrics.psnr(all, byShallow), epochs, shallowSeconds, 42);
check.record("scratch-32", on, "test-mse-per-pixel", shallowError, epochs, shallowSeconds, 42);
check.record("scratch-deep-32", on, "parameters", deepParameters, deepEpochs, deepSeconds, 42);
check.record("scratch-deep-32", on, "test-psnr", Metrics.psnr(all, byDeep), deepEpochs, deepSeconds, 42);
check.record("scratch-deep-32", on, "test-mse-per-pixel", deepError, deepEpochs, deepSeconds, 42);
check.record("scratch-deep-32-rmsprop-0.01", on, "test-mse-per-pixel", recipeError, deepEpochs, asWrittenHistory.seconds(), 42);
check.record("pca-32", on, "test-psnr", Metrics.psnr(all, byPca), 0, 0, 42);
check.record("pca-32", on, "test-mse-per-pixel", pcaError, 0, 0, 42);
check.record("mean-picture", on, "test-mse-per-pixel", meanTest, 0, 0, 42);
check.finish()
