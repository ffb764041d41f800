String on = clothes.drawn() ? "drawn" : "fashion-mnist";
var check = LessonChecks.lesson("10");
check.that("the decoder has 111,568 parameters", decoderParameters == 111_568);
check.that("a code is 24.5 times smaller than a picture", 784.0 / trainCodes.size(1) == 24.5);
check.from(Budget.STANDARD, "a search by code takes less than half of the time of one by pixels", train.size() < 50_000 || milliseconds[0] < milliseconds[2] / 2);
check.that("all three searches beat chance by far", Arrays.stream(precision).allMatch(p -> p > 0.5));
check.from(Budget.STANDARD, "all three searches are equally precise, to within two hundredths", clothes.drawn() || Arrays.stream(precision).max().getAsDouble() - Arrays.stream(precision).min().getAsDouble() < 0.02);
check.from(Budget.STANDARD, "lists have members in common", clothes.drawn() || IntStream.of(bag, shirt).allMatch(q -> IntStream.of(found.get(0).places()[q]).anyMatch(a -> IntStream.of(found.get(2).places()[q]).anyMatch(b -> a == b))));
check.from(Budget.STANDARD, "every score finds strange clothes", clothes.drawn() || rocs.values().stream().allMatch(roc -> roc.auc() > 0.85));
check.from(Budget.STANDARD, "trousers are the hardest for the network", clothes.drawn() || IntStream.range(1, 5).allMatch(c -> byClass[0][0] < byClass[0][c]));
check.from(Budget.STANDARD, "the baselines are within a hundredth, and PCA is better at trousers", clothes.drawn() || Math.abs(rocs.get("autoencoder").auc() - Math.max(rocs.get("nearest").auc(), rocs.get("PCA, 32").auc())) < 0.01 && byClass[1][0] > byClass[0][0]);

check.that("no code is smaller than its entropy", IntStream.range(0, 8).allMatch(b -> huffmanBytes[b] >= entropyBytes[b] && entropyBytes[b] <= rawBytes[b]));
check.that("from 4 bits on, Huffman is 10 to 20 % above the entropy", clothes.drawn() || IntStream.range(3, 8).allMatch(b -> huffmanBytes[b] / entropyBytes[b] > 1.05 && huffmanBytes[b] / entropyBytes[b] < 1.22));
check.that("one bit a number is more with Huffman's code than without", huffmanBytes[0] > rawBytes[0]);
check.that("5 bits lose little", codePsnr[7] - codePsnr[4] < 0.5);
check.from(Budget.STANDARD, "3 bits lose much", clothes.drawn() || codePsnr[7] - codePsnr[2] > 1.5);
check.that("JPEG's lowest quality needs more bytes than the code", clothes.drawn() || sheetBytes[0] > 2 * huffmanBytes[4]);
check.from(Budget.STANDARD, "the sheet needs about four times the bytes", clothes.drawn() || sheetAt / huffmanBytes[4] > 3 && sheetAt / huffmanBytes[4] < 5);
check.from(Budget.STANDARD, "PCA ends more than a decibel lower", clothes.drawn() || pcaPsnr[7] < codePsnr[7] - 1);
check.that("headers of about 170 bytes are most of a small file", eachBytes[0] - dataBytes[0] > 0.7 * eachBytes[0] && Math.abs(eachBytes[0] - dataBytes[0] - 170) < 15);
check.that("JPEG goes beyond the code", sheetPsnr[6] > codePsnr[7] + 5);
check.from(Budget.STANDARD, "against a sheet it takes more than ten thousand pictures, against files fewer", clothes.drawn() || breakEvenSheet > 10_000 && breakEven < 4_000);
check.that("digits come back badly from the clothes' code", digits.drawn() || numeralCodePsnr < Metrics.psnr(numerals, numeralSheet.pixels()) - 3);

check.from(Budget.STANDARD, "N(0, I) is by far the furthest, and the number prefers the fitted Gaussian", clothes.drawn() || distance[0] > 2 * distance[2] && distance[2] > distance[1]);
check.from(Budget.STANDARD, "with 50 and 100 labels the three differ by little", clothes.drawn() || IntStream.of(1, 2).allMatch(n -> Math.abs(accuracy[0][n] - accuracy[1][n]) < 0.06 && Math.abs(accuracy[0][n] - accuracy[2][n]) < 0.06));
check.from(Budget.STANDARD, "with 2,000 labels the pixels are ahead", clothes.drawn() || accuracy[2][4] > Math.max(accuracy[0][4], accuracy[1][4]));
check.from(Budget.STANDARD, "the autoencoder of notes is ahead of LSA", purity[1] > purity[0] && purity[3] > purity[2]);
check.from(Budget.STANDARD, "codes of notes agree with topics better than words do", Math.min(purity[2], purity[3]) > purity[4] + 0.1);
check.that("rounding to 4 bits costs a search hardly anything", roughPrecision > precision[0] - 0.02);
check.from(Budget.STANDARD, "64 coordinates go on where 32 are exhausted", clothes.drawn() || evenPsnr[4] > pcaPsnr[7]);
List<String> order = onClothes.stream().map(RecordedResults.Model::model).toList();
List<String> with32 = order.stream().filter(name -> name.matches("(conv|deep|dense|shallow|sparse.*|pca)-32.*")).toList();
check.that("PCA with 256 numbers comes first", order.get(0).equals("pca-256"));
check.that("of 32 numbers the convolutional network's come first and deep networks' next", with32.get(0).equals("conv-32") && with32.get(1).startsWith("deep-32") && with32.get(2).startsWith("deep-32"));
Map<String, RecordedResults.Model> byName = onClothes.stream().collect(java.util.stream.Collectors.toMap(its -> its.lesson() + its.model(), its -> its));
double psnrOfPca = byName.get("01pca-32").figure("test-psnr");
for (String longer : List.of("01shallow-32", "01shallow-32-softplus", "03sparse-l1-32", "04deep-32", "05conv-32", "05deep-32-long"))
    check.that("PCA is behind " + longer, byName.get(longer).figure("test-psnr") > psnrOfPca + 0.2);
for (String shorter : List.of("05deep-32", "05dense-32"))
    check.that("PCA is about level with " + shorter, Math.abs(byName.get(shorter).figure("test-psnr") - psnrOfPca) < 0.3);
check.between("the convolutional 128 are a little behind PCA's 32", 0, psnrOfPca - byName.get("05conv-128").figure("test-psnr"), 0.6);
check.between("with a twelfth of the parameters", 11, byName.get("01shallow-32").figure("parameters") / byName.get("05conv-128").figure("parameters"), 12.5);
check.from(Budget.STANDARD, "PCA detects best with neither few nor many components", clothes.drawn() || Arrays.stream(areas).max().getAsDouble() > Math.max(areas[0], areas[8]) + 0.02);
check.from(Budget.STANDARD, "the code stays ahead of 64 coordinates", clothes.drawn() || evenPsnr[4] < codePsnr[7]);
check.that("the table has the lessons before this one", figures.table().rowCount() > 10 && figures.all().stream().allMatch(one -> one.lesson().compareTo("10") < 0));

int trained = history.epochs().size();
check.record("deep-32", on, "parameters", autoencoder.parameters(), trained, history.seconds(), 42);
check.record("deep-32", on, "test-bce-per-pixel", loss, trained, history.seconds(), 42);
check.record("deep-32", on, "precision-at-10", precision[0], trained, history.seconds(), 42);
check.record("pca-32", on, "precision-at-10", precision[1], 0, 0, 42);
check.record("pixels", on, "precision-at-10", precision[2], 0, 0, 42);
check.record("deep-32-tops", on, "roc-auc", rocs.get("autoencoder").auc(), watchHistory.epochs().size(), watchHistory.seconds(), 42);
check.record("pca-32", on, "roc-auc", rocs.get("PCA, 32").auc(), 0, 0, 42);
check.record("nearest-example", on, "roc-auc", rocs.get("nearest").auc(), 0, 0, 42);
check.record("deep-32-5-bits", on, "bytes-per-picture", huffmanBytes[4], trained, history.seconds(), 42);
check.record("deep-32-5-bits", on, "test-psnr", codePsnr[4], trained, history.seconds(), 42);
check.record("jpeg-sheet", on, "bytes-per-picture", sheetAt, 0, 0, 42);
check.record("deep-32", on, "accuracy-100-labels", accuracy[0][2], trained, history.seconds(), 42);
check.record("pca-32", on, "accuracy-100-labels", accuracy[1][2], 0, 0, 42);
check.record("text-10", "notes", "purity", purity[3], readEpochs, tenHistory.seconds(), 42);
check.record("lsa-10", "notes", "purity", purity[2], 0, 0, 42);
check.record("text-2", "notes", "purity", purity[1], readEpochs, planeHistory.seconds(), 42);
check.record("lsa-2", "notes", "purity", purity[0], 0, 0, 42);
check.finish()
