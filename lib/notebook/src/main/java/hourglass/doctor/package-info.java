/**
 * Checks the machine that the library runs on, and says what is wrong and what to do about it.
 *
 * <pre>{@code
 * List<String> problems = Diagnostics.complete().filter(Finding::isProblem).map(Finding::sentence).toList();
 * }</pre>
 */
package hourglass.doctor;
