package hourglass.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Calls what is public with null in the place of one argument after the other. What does not take null says so in a sentence of
 * its own, since the one that Java makes of a NullPointerException speaks of code that the caller has not written.
 */
public final class NullArguments {
    private static final Pattern JAVAS_OWN =
            Pattern.compile("Cannot (invoke|read|load|store|assign|throw|enter|synchronize).*", Pattern.DOTALL);

    private final Map<Class<?>, Object> samples;
    private final List<String> found = new ArrayList<>();
    private int calls;

    /**
     * Prepares the calls.
     *
     * @param samples for each type of an argument something that is not null; other types are left out. The objects of a class
     *     whose sample is given are called too
     */
    public NullArguments(Map<Class<?>, Object> samples) {
        this.samples = samples;
    }

    /**
     * Returns the calls, one line each, that ended in a NullPointerException without a sentence.
     *
     * @param packages names of packages, each with those inside of it
     * @param asked whether a class is asked for
     */
    public List<String> unexplained(List<String> packages, Predicate<Class<?>> asked) {
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(packages).stream()
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::reflect)
                        .filter(asked)
                        .sorted(Comparator.comparing(Class::getName))
                        .forEach(this::call);
        return found;
    }

    /** Returns how many calls were made, so that a test can tell that there were some. */
    public int calls() {
        return calls;
    }

    private void call(Class<?> type) {
        if (!Modifier.isAbstract(type.getModifiers())) {
            for (Constructor<?> constructor : type.getConstructors()) {
                call(constructor, arguments -> constructor.newInstance(arguments));
            }
        }
        Object sample = samples.get(type);
        for (Method method : type.getDeclaredMethods()) {
            boolean usable = Modifier.isStatic(method.getModifiers()) || sample != null;
            if (usable && Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                call(method, arguments -> method.invoke(sample, arguments));
            }
        }
    }

    private interface Call {
        Object with(Object[] arguments) throws ReflectiveOperationException;
    }

    private void call(Executable executable, Call call) {
        Parameter[] parameters = executable.getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            arguments[i] = sample(parameters[i].getType());
            if (arguments[i] == null) {
                return;
            }
        }
        if (executable.getName().equals("equals") || executable.getName().equals("compareTo")) {
            return;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].getType().isPrimitive()) {
                Object[] some = arguments.clone();
                some[i] = null;
                call(executable, call, some, parameters[i]);
            }
        }
    }

    private void call(Executable executable, Call call, Object[] arguments, Parameter parameter) {
        calls++;
        try {
            call.with(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof NullPointerException
                    && (cause.getMessage() == null || JAVAS_OWN.matcher(message).matches())) {
                found.add(executable.getDeclaringClass().getName() + "." + executable.getName() + ": "
                        + parameter.getType().getSimpleName() + " " + parameter.getName() + " → " + message);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(executable + " could not be called", e);
        }
    }

    private Object sample(Class<?> type) {
        Object given = samples.get(type);
        if (given != null) {
            return given;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == int.class) {
            return 2;
        }
        if (type == long.class) {
            return 2L;
        }
        if (type == double.class) {
            return 0.5;
        }
        if (type == float.class) {
            return 0.5f;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == char.class) {
            return 'a';
        }
        if (type == String.class) {
            return "name";
        }
        return type.isArray() ? Array.newInstance(type.getComponentType(), 1) : null;
    }
}
