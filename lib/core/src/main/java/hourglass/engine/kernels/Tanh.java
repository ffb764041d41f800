package hourglass.engine.kernels;

/**
 * The hyperbolic tangent as a quotient of two polynomials, exact to about two units in the last place of a float.
 *
 * <p>Measured reason: {@link Math#tanh} and {@link Math#exp} are calls that the compiler does not turn into vector code;
 * this is a handful of multiplications and one division. The coefficients are those of the rational minimax approximation
 * of degree 13 over 6 on [−9, 9] that is in common use for 32-bit floats (for instance in the Eigen library).
 */
final class Tanh {

    // Where this function reaches exactly 1; from here on its quotient would go on growing.
    private static final float LIMIT = 7.90531110763549805f;

    private Tanh() {}

    static float of(float x) {
        float c = Math.max(-LIMIT, Math.min(LIMIT, x));
        float s = c * c;
        float p = -2.76076847742355e-16f;
        p = p * s + 2.00018790482477e-13f;
        p = p * s - 8.60467152213735e-11f;
        p = p * s + 5.12229709037114e-08f;
        p = p * s + 1.48572235717979e-05f;
        p = p * s + 6.37261928875436e-04f;
        p = p * s + 4.89352455891786e-03f;
        float q = 1.19825839466702e-06f;
        q = q * s + 1.18534705686654e-04f;
        q = q * s + 2.26843463243900e-03f;
        q = q * s + 4.89352518554385e-03f;
        return c * p / q;
    }
}
