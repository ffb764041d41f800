/**
 * A training step of a whole network in native memory: each worker takes its share of a batch through all layers; internal.
 */
package hourglass.engine.step;
