package hourglass.engine.image.portable;

import hourglass.engine.image.ImageLayout;
import hourglass.runtime.NativeMemory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays whose numbers lie as Deeplearning4j lays them out: one channel after the other, each row by row. */
final class ChannelsFirst implements ImageLayout {

    @Override
    public INDArray create(ArrayType type, LayerWorkspaceMgr workspaces, long... shape) {
        return workspaces.createUninitialized(type, DataType.FLOAT, shape.clone(), 'c');
    }

    @Override
    public INDArray of(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        return NativeMemory.inOrder(array, 3, 2, 1, 0) ? array : workspaces.dup(type, array, 'c');
    }
}
