package hourglass.engine.layers;

import hourglass.engine.image.ImageKernels;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.onednn.OneDnnKernels;
import hourglass.engine.image.portable.PortableKernels;
import hourglass.engine.onednn.OneDnn;

/** The kernels that compute the layers over images on this machine: those in oneDNN where it is there, otherwise those in Java. */
final class Kernels {

    static final ImageKernels IMAGES = OneDnn.available() ? new OneDnnKernels() : new PortableKernels();
    static final ImageLayout LAYOUT = IMAGES.layout();

    private Kernels() {}
}
