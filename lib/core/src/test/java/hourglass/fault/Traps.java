package hourglass.fault;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Classes outside of the packages that a model file may name; each tells when code of it is run. */
public final class Traps {
    /** The names of those whose code was run. */
    public static final Set<String> SPRUNG = ConcurrentHashMap.newKeySet();

    private Traps() {}

    /** Springs when it is initialised. */
    public static final class Named {
        static {
            SPRUNG.add("Named");
        }
    }

    /** Springs when it is initialised. */
    public static final class InAnArray {
        static {
            SPRUNG.add("InAnArray");
        }
    }

    /** Springs when it is initialised. */
    public static final class Parameter {
        static {
            SPRUNG.add("Parameter");
        }
    }

    /** Springs when it is initialised. */
    public static final class Doubled {
        static {
            SPRUNG.add("Doubled");
        }
    }

    /** Springs when it is initialised; named in the seeds of fuzz tests alone. */
    public static final class InASeed {
        static {
            SPRUNG.add("InASeed");
        }
    }

    /** Springs when it is deserialised. */
    public static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) {
            SPRUNG.add("Gadget");
        }
    }
}
