/** Draws what the README shows: see {@code CONTRIBUTING.md}. */
package hourglass.readme;
