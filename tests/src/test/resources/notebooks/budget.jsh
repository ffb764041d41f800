long seen = history.epochs().stream().mapToLong(History.Epoch::examples).sum();
LessonChecks.lesson("99")
    .that("the loss is finite", Double.isFinite(history.last().loss()))
    .record("dense", "waves", "pictures-seen", seen, history.epochs().size(), history.seconds(), 42)
    .finish()
