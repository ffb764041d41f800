package hourglass.data.source;

import java.net.URI;
import java.nio.file.Path;

/** A file that the net offers, and what tells that a folder has it and that it is the right one. */
interface PublishedFile {

    /** The name it gets in the folder. */
    String name();

    /** Where it is offered. */
    URI address();

    /** Whether a folder has it already, in whatever form. */
    boolean isIn(Path folder);

    /**
     * Looks at what came.
     *
     * @throws IllegalArgumentException if it is not the published file
     */
    void check(Path copy);
}
