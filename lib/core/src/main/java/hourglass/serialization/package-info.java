/**
 * Model files: Deeplearning4j's own format, written whole or not at all, and read without trusting what the file says.
 *
 * <pre>{@code ModelFile.Contents contents = ModelFile.read(path);}</pre>
 */
package hourglass.serialization;
