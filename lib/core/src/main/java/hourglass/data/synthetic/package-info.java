/**
 * The generators of garments, digits, faces, heartbeats and notes, the same on every machine: what the lessons use where no
 * real dataset is found.
 *
 * <pre>{@code Dataset garments = Drawings.garments(); // 6,000 + 1,000 pictures of 28×28 in 10 classes}</pre>
 */
package hourglass.data.synthetic;
