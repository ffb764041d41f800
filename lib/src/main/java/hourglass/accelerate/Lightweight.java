package hourglass.accelerate;

/**
 * A layer outside of this package whose work is so small that ND4J's threads cost it more than they bring, so that a
 * network of twins and such layers trains with one, see {@link Threads}.
 */
public interface Lightweight {}
