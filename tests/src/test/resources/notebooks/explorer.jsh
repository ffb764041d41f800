LessonChecks.lesson("99").that("the page is within its limit", explorer.bytes() <= Explorer.LIMIT).finish()
