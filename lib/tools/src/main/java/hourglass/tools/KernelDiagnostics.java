package hourglass.tools;

import com.google.gson.Gson;
import hourglass.doctor.Diagnostics;

/** Looks at the machine from inside of a process like the kernel's, and prints one finding a line, as JSON. */
public final class KernelDiagnostics {
    private KernelDiagnostics() {}

    /** Prints the findings as they come, so that those before a crash of the native library are not lost. */
    public static void main(String[] arguments) {
        var gson = new Gson();
        Diagnostics.complete().forEach(finding -> {
            System.out.println(gson.toJson(finding));
            System.out.flush();
        });
        System.exit(0); // A library may have left a thread that would keep the process alive.
    }
}
