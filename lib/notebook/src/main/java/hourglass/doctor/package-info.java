/**
 * Looks at what the library finds on a machine, and says what is wrong with the remedy.
 *
 * <pre>{@code
 * List<String> problems = Diagnostics.complete().filter(Finding::isProblem).map(Finding::sentence).toList();
 *}</pre>
 */
package hourglass.doctor;
