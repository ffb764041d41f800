package hourglass.data.source;

import java.net.URI;
import java.nio.file.Path;

/** A process of its own that brings the tiny dataset: arguments are the address of the server and the folder. */
final class DownloadProcess {

    private DownloadProcess() {}

    public static void main(String[] arguments) throws Download.Failed {
        Download.standard().fetch(IdxBytes.tiny(URI.create(arguments[0])), Path.of(arguments[1]));
    }
}
