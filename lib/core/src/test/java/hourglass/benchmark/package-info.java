/**
 * The benchmark of the accelerated engine: {@code mvn -P bench}. It lies with the tests because it is not part of the
 * library; it is no test, and {@code mvn verify} does not run it.
 */
package hourglass.benchmark;
