package hourglass.layers;

/** Names of layers that mean something to this library. */
public final class LayerNames {

    /** The layer whose output is the code. */
    public static final String CODE = "code";

    private LayerNames() {}
}
