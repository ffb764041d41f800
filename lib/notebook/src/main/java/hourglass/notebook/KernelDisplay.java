package hourglass.notebook;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Registers with the kernel that runs this code how objects of a type are shown, and shows pictures that are replaced.
 *
 * <p>IJava and its continuation JJava have the same display interface under two package names, and neither is on the
 * library's class path, so that the library works in an application, too. Hence the reflection.
 */
final class KernelDisplay {
    private record Kernel(String owner, String getter, String display) {}

    private static final List<Kernel> KERNELS = List.of(
            new Kernel(
                    "org.dflib.jjava.kernel.JavaNotebookStatics", "kernel", "org.dflib.jjava.jupyter.kernel.display."),
            new Kernel(
                    "io.github.spencerpark.ijava.runtime.Kernel",
                    "getKernelInstance",
                    "io.github.spencerpark.jupyter.kernel.display."));

    private KernelDisplay() {}

    /**
     * Registers how objects of a type are shown; without a kernel around it does nothing.
     *
     * @param forms for each media type, what to send: text as it is, pictures in base 64
     * @return whether there is a kernel that accepted it
     */
    static <T> boolean register(Class<T> type, Map<String, Function<T, String>> forms) {
        return inKernel((instance, display) -> {
                    register(instance, display, type, forms);
                    return true;
                })
                .orElse(false);
    }

    /** What is done with a kernel's object, and the package of its display classes. */
    private interface Use<R> {
        R of(Object kernel, String display) throws ReflectiveOperationException;
    }

    /** Does something with the kernel that runs this code; returns nothing where there is none, or a version that is not known. */
    private static <R> Optional<R> inKernel(Use<R> use) {
        for (Kernel kernel : KERNELS) {
            try {
                Object instance =
                        Class.forName(kernel.owner()).getMethod(kernel.getter()).invoke(null);
                if (instance != null) {
                    return Optional.of(use.of(instance, kernel.display()));
                }
            } catch (ReflectiveOperationException e) {
                // This code does not run in this kernel, or in another version of it: an object is then shown by its
                // toString().
                continue;
            }
        }
        return Optional.empty();
    }

    /** Where a picture is shown, and replaced by the next one. */
    interface Place {
        void show(Object picture);
    }

    /**
     * Returns a new place in the output of the cell that runs: what is shown there first is an output of the cell, and what is
     * shown later takes its place. Without a kernel around it nothing is shown.
     */
    static Place newPlace() {
        return inKernel((instance, display) -> newPlace(instance, Class.forName(display + "DisplayData")))
                .orElse(picture -> {});
    }

    private static Place newPlace(Object kernel, Class<?> data) throws ReflectiveOperationException {
        Object renderer = kernel.getClass().getMethod("getRenderer").invoke(kernel);
        Object io = kernel.getClass().getMethod("getIO").invoke(kernel);
        Object display = io.getClass().getField("display").get(io);
        Method render = renderer.getClass().getMethod("render", Object.class);
        Method setId = data.getMethod("setDisplayId", String.class);
        Method first = display.getClass().getMethod("display", data);
        Method next = display.getClass().getMethod("updateDisplay", data);
        String id = UUID.randomUUID().toString();
        boolean[] shown = new boolean[1];
        return picture -> {
            try {
                Object output = render.invoke(renderer, picture);
                setId.invoke(output, id);
                (shown[0] ? next : first).invoke(display, output);
                shown[0] = true;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The kernel did not show a picture: " + e.getCause() + ".", e);
            }
        };
    }

    private static <T> void register(
            Object kernel, String display, Class<T> type, Map<String, Function<T, String>> forms)
            throws ReflectiveOperationException {
        Object renderer = kernel.getClass().getMethod("getRenderer").invoke(kernel);
        Class<?> function = Class.forName(display + "RenderFunction");
        InvocationHandler render = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("equals")
                        ? (Object) (proxy == arguments[0])
                        : method.getName().hashCode();
            }
            Object output =
                    arguments[1].getClass().getMethod("getOutputContainer").invoke(arguments[1]);
            Method put = output.getClass().getMethod("putData", String.class, Object.class);
            for (Map.Entry<String, Function<T, String>> form : forms.entrySet()) {
                put.invoke(output, form.getKey(), form.getValue().apply(type.cast(arguments[0])));
            }
            return null;
        };
        Object registration =
                renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, type);
        registration = registration
                .getClass()
                .getMethod("preferring", String[].class)
                .invoke(registration, (Object) forms.keySet().toArray(String[]::new));
        registration
                .getClass()
                .getMethod("register", function)
                .invoke(
                        registration,
                        Proxy.newProxyInstance(function.getClassLoader(), new Class<?>[] {function}, render));
    }
}
