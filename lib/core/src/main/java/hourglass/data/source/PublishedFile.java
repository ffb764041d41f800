package hourglass.data.source;

import java.net.URI;
import java.nio.file.Path;

/** A file that a server offers: its address, whether a folder has it already, and whether a copy is the published one. */
interface PublishedFile {

    /** The name it gets in the folder. */
    String name();

    /** Where it is offered. */
    URI address();

    /** Whether a folder has it already, in whatever form. */
    boolean isIn(Path folder);

    /**
     * Compares a downloaded copy with what was published.
     *
     * @throws IllegalArgumentException if it is not the published file
     */
    void check(Path copy);
}
