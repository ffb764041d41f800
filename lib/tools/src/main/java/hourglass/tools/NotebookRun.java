package hourglass.tools;

import java.util.List;
import java.util.Optional;

/**
 * What came of running one notebook.
 *
 * @param executed the notebook with its new outputs; nothing when it could not be started
 * @param seconds wall time from the kernel's start to its end
 * @param results the records that the lesson wrote
 * @param problems one sentence for each thing that is wrong; none when the notebook passed
 */
public record NotebookRun(
        Optional<NotebookFile> executed, double seconds, ResultsFile results, List<String> problems) {}
