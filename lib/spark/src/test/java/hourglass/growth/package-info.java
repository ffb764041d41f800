/**
 * How seconds and memory grow with the number of pictures, in one process and on Apache Spark: {@code mvn -Pgrowth}. What is
 * measured, and how, says lib/PERFORMANCE.md.
 */
package hourglass.growth;
