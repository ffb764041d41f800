package hourglass.data.source;

import hourglass.data.Dataset;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A dataset that was published as files: how they are recognised in a folder, brought from the net, and read. */
public interface PublishedDataset {

    /** Its name for a reader. */
    String name();

    /** The folder that holds its files, wherever it is kept. */
    String folder();

    /** The place on the net that offers them. */
    URI place();

    /** What a folder of one's own has to hold, as the end of a sentence: "with the four published files". */
    String wanted();

    /** Whether a folder has any of the files. */
    boolean beginsIn(Path folder);

    /** The names of the files that a folder lacks; empty if the dataset can be read from it. */
    List<String> missing(Path folder);

    /** The files to download into a folder that has none of them. */
    List<? extends PublishedFile> items();

    /**
     * Holds the files of a folder in which nothing is missing against what was published, and keeps nothing of them in memory.
     *
     * @throws IllegalArgumentException if a file is not the published one
     */
    void check(Path folder);

    /**
     * Reads the dataset from a folder in which nothing is missing.
     *
     * @param source where that folder was found, for {@link Dataset#source()}
     * @throws IllegalArgumentException if a file is not the published one
     */
    Dataset load(Path folder, String source);
}
