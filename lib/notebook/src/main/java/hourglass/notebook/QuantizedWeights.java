package hourglass.notebook;

/**
 * Weights rounded to whole numbers of steps: weight ≈ scale · steps. The scale is chosen so that the largest absolute weight
 * takes the largest number of steps; no weight is off by more than half a step.
 *
 * @param scale the size of a step; 0 if all weights are 0
 * @param steps from −(2ᵇ⁻¹ − 1) to 2ᵇ⁻¹ − 1 for b bits
 */
record QuantizedWeights(float scale, int[] steps) {

    /** Rounds weights to a number of bits, from 2 to 16. */
    static QuantizedWeights of(float[] weights, int bits) {
        int maxSteps = (1 << bits - 1) - 1;
        float largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        float scale = largest / maxSteps;
        int[] steps = new int[weights.length];
        for (int i = 0; i < weights.length && scale > 0; i++) {
            // The scale itself was rounded, so the quotient may lie a little outside of the range.
            steps[i] = Math.max(-maxSteps, Math.min(maxSteps, Math.round(weights[i] / scale)));
        }
        return new QuantizedWeights(scale, steps);
    }

    /** Returns the rounded weights, exactly as the page computes them. */
    float[] values() {
        float[] values = new float[steps.length];
        for (int i = 0; i < steps.length; i++) {
            values[i] = (float) ((double) scale * steps[i]);
        }
        return values;
    }
}
