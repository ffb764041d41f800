package hourglass.notebook;

/**
 * Weights as whole numbers of steps: weight ≈ scale · steps. The largest absolute weight is a whole number of steps, so
 * that no weight is off by more than half a scale.
 *
 * @param scale the size of a step; 0 if all weights are 0
 * @param steps from −(2ᵇ⁻¹ − 1) to 2ᵇ⁻¹ − 1 for b bits
 */
record QuantizedWeights(float scale, int[] steps) {

    /** Rounds weights to a number of bits, from 2 to 16. */
    static QuantizedWeights of(float[] weights, int bits) {
        int most = (1 << bits - 1) - 1;
        float largest = 0;
        for (float weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        float scale = largest / most;
        int[] steps = new int[weights.length];
        for (int i = 0; i < weights.length && scale > 0; i++) {
            // Held to the range, because the scale itself was rounded.
            steps[i] = Math.max(-most, Math.min(most, Math.round(weights[i] / scale)));
        }
        return new QuantizedWeights(scale, steps);
    }

    /** The weights that are left, exactly as the page computes them. */
    float[] values() {
        float[] values = new float[steps.length];
        for (int i = 0; i < steps.length; i++) {
            values[i] = (float) ((double) scale * steps[i]);
        }
        return values;
    }
}
