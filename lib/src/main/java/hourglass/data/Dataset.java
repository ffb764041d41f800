package hourglass.data;

/** Temporary stand-in. */
public record Dataset(String name, Images train, Images test, String source) {
    /** Whether the pictures were drawn by this project. */
    public boolean drawn() {
        return source.equals("drawn by this project");
    }
}
