LessonChecks.lesson("99")
    .that("all epochs were trained", history.epochs().size() == 400)
    .finish()
