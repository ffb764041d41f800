package hourglass.data.source;

import java.nio.file.Path;

/**
 * A folder in which a dataset lies.
 *
 * @param folder the folder itself
 * @param source what {@link hourglass.data.Dataset#source()} says of it
 */
record DatasetFolder(Path folder, String source) {}
