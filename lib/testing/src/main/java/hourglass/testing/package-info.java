/**
 * What the tests of several modules share, and nothing that is delivered: rules for the direction of dependencies, and a disk
 * that is soon full.
 *
 * <pre>{@code ArchitectureRules.of("hourglass.plot", "hourglass.doctor", "hourglass.notebook").check();}</pre>
 */
package hourglass.testing;
