package hourglass.network;

import hourglass.layers.LayerNames;
import hourglass.layers.TeacherForcing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers and other vertices that form a graph with one input and one output: a network with skip connections, say. */
public final class GraphConfiguration implements NetworkConfiguration {
    // A name with these would look like that of a class where a model file is read.
    private static final Pattern LIKE_A_CLASS = Pattern.compile("[.<\\[/;]");

    private final ComputationGraphConfiguration graph;
    private final List<String> order;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, List<String>> consumers = new HashMap<>();
    // Each chunk of examples goes one of few ways.
    private final Map<Way, List<Integer>> ways = new ConcurrentHashMap<>();
    private final List<String> layerNames;
    private final MultiLayerConfiguration layers;

    private record Way(int from, int to) {}

    /**
     * Takes a configuration, which stays as it is.
     *
     * @throws IllegalArgumentException if it has not one input and one output, or no layer takes the input, or it has a layer that
     *     works in sequential networks only, or a name that no model file may hold
     * @throws IllegalStateException in Deeplearning4j's words if the vertices form a circle
     */
    public GraphConfiguration(ComputationGraphConfiguration graph) {
        this.graph = graph.clone(); // Which loses the counts.
        setCounts(graph.getIterationCount(), graph.getEpochCount());
        if (this.graph.getCacheMode() == null) { // As the network sets it, when it is made.
            this.graph.setCacheMode(CacheMode.NONE);
            this.graph.getDefaultConfiguration().setCacheMode(CacheMode.NONE);
        }
        requireOne("input", graph.getNetworkInputs());
        requireOne("output", graph.getNetworkOutputs());
        order = order(this.graph);
        for (String name : order) {
            places.put(name, places.size());
            Set.copyOf(sources(name)).forEach(source -> consumers
                    .computeIfAbsent(source, key -> new ArrayList<>())
                    .add(name));
        }
        for (String name : order) {
            if (LIKE_A_CLASS.matcher(name).find()) {
                throw new IllegalArgumentException("The vertex \"" + name
                        + "\" has a name that cannot be saved: use letters, digits, spaces, '-' and '_'.");
            }
            if (layer(name) != null && layer(name).getLayer() instanceof TeacherForcing) {
                throw new IllegalArgumentException("The layer \"" + name
                        + "\" is a TeacherForcing, which works in a MultiLayerConfiguration only: leave it out.");
            }
        }
        if (layer(output()) == null) {
            throw new IllegalArgumentException("The output \"" + output() + "\" is a "
                    + this.graph.getVertices().get(output()).getClass().getSimpleName()
                    + ", which measures no loss: end the graph with an OutputLayer, CnnLossLayer or RnnOutputLayer.");
        }
        layerNames = namesOfLayers();
        layers = viewOfLayers();
    }

    private static void requireOne(String what, List<String> names) {
        if (names.size() != 1) {
            throw new IllegalArgumentException("The graph has " + names.size() + " " + what + "s (" + names
                    + "), and an autoencoder gives back its one input: leave one.");
        }
    }

    private static List<String> order(ComputationGraphConfiguration graph) {
        GraphIndices indices = new ComputationGraph(graph).calculateIndices();
        List<String> order = new ArrayList<>();
        for (int index : indices.getTopologicalSortOrder()) {
            String name = indices.getIdxToName().get(index);
            if (graph.getVertices().containsKey(name)) {
                order.add(name);
            }
        }
        // Nothing takes what the output gives, so it can as well be computed last.
        String output = graph.getNetworkOutputs().get(0);
        order.remove(output);
        order.add(output);
        return List.copyOf(order);
    }

    private List<String> namesOfLayers() {
        List<String> names = new ArrayList<>(
                order.stream().filter(name -> layer(name) != null).toList());
        String first = names.stream()
                .filter(name -> sources(name).contains(input()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No layer takes the graph's input \"" + input()
                        + "\" itself: let one do so, since it tells what an example looks like."));
        names.remove(first);
        names.add(0, first);
        return List.copyOf(names);
    }

    private MultiLayerConfiguration viewOfLayers() {
        List<NeuralNetConfiguration> confs = new ArrayList<>();
        Map<Integer, InputPreProcessor> reshapings = new HashMap<>();
        for (String name : layerNames) {
            LayerVertex vertex = (LayerVertex) graph.getVertices().get(name);
            if (vertex.getPreProcessor() != null) {
                reshapings.put(confs.size(), vertex.getPreProcessor());
            }
            confs.add(vertex.getLayerConf());
        }
        MultiLayerConfiguration view = new MultiLayerConfiguration();
        view.setConfs(confs);
        view.setInputPreProcessors(reshapings);
        view.setDataType(graph.getDataType());
        view.setBackpropType(graph.getBackpropType());
        return view;
    }

    /** Returns the names of the layers in the order of {@link #layers()}, of which the first takes the network's input. */
    public List<String> layerNames() {
        return layerNames;
    }

    /** Returns what Deeplearning4j makes a {@link ComputationGraph} from. */
    public ComputationGraphConfiguration graph() {
        return graph;
    }

    /** Returns the names of layers and vertices in the order of computation; the output comes last. */
    public List<String> order() {
        return order;
    }

    /** Returns the name of the network's input. */
    public String input() {
        return graph.getNetworkInputs().get(0);
    }

    private String output() {
        return graph.getNetworkOutputs().get(0);
    }

    /** Returns the settings of a layer; null for a vertex that is none. */
    public NeuralNetConfiguration layer(String name) {
        GraphVertex vertex = graph.getVertices().get(name);
        return vertex instanceof LayerVertex layer ? layer.getLayerConf() : null;
    }

    /** Returns the names of those that take what another puts out. */
    public List<String> consumers(String name) {
        return consumers.getOrDefault(name, List.of());
    }

    @Override
    public List<Integer> between(int from, int to) {
        return ways.computeIfAbsent(new Way(from, to), this::find);
    }

    private List<Integer> find(Way way) {
        int from = way.from;
        int to = way.to;
        String given = from == 0 ? input() : order.get(from - 1);
        Set<String> behind = new HashSet<>(Set.of(given));
        for (String name : order) {
            if (!name.equals(given) && sources(name).stream().anyMatch(behind::contains)) {
                behind.add(name);
            }
        }
        Set<Integer> needed = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(order.get(to)));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (!needed.add(places.get(name))) {
                continue;
            }
            for (String source : sources(name)) {
                if (!behind.contains(source)) {
                    throw new IllegalArgumentException(
                            "The output of \"" + given + "\" is not enough to compute \"" + name
                                    + "\", which takes \"" + source
                                    + "\" as well, a way around it: use reconstruct, or build a decoder that takes nothing but the code.");
                }
                if (!source.equals(given)) {
                    open.push(source);
                }
            }
        }
        return List.copyOf(needed);
    }

    private List<String> sources(String name) {
        return graph.getVertexInputs().get(name);
    }

    @Override
    public MultiLayerConfiguration layers() {
        return layers;
    }

    @Override
    public NetworkConfiguration copy() {
        return new GraphConfiguration(graph);
    }

    @Override
    public int iterationCount() {
        return graph.getIterationCount();
    }

    @Override
    public int epochCount() {
        return graph.getEpochCount();
    }

    @Override
    public void setCounts(int updates, int epochs) {
        graph.setIterationCount(updates);
        graph.setEpochCount(epochs);
    }

    @Override
    public long seed() {
        return graph.getDefaultConfiguration().getSeed();
    }

    @Override
    public void setSeed(long seed) {
        graph.getDefaultConfiguration().setSeed(seed);
    }

    @Override
    public int code() {
        Integer place = places.get(LayerNames.CODE);
        if (place == null) {
            throw new IllegalArgumentException("None of the " + order.size()
                    + " layers and vertices is named \"code\": give that name to the one whose output is the code.");
        }
        if (place == last()) {
            throw new IllegalArgumentException(
                    "The output is named \"code\", so nothing decodes: add the decoder's layers after it.");
        }
        if (!between(0, last()).contains(place)) {
            throw new IllegalArgumentException(
                    "The output does not depend on the code: let the decoder's first layer take \"code\".");
        }
        requireNoDeadEnds();
        return place;
    }

    /** Deeplearning4j would find no gradient for them, in the first update. */
    private void requireNoDeadEnds() {
        Set<Integer> needed = Set.copyOf(between(0, last()));
        for (String name : order) {
            if (!needed.contains(places.get(name))) {
                throw new IllegalArgumentException("The output takes nothing of what \"" + name
                        + "\" puts out: take it out of the graph, or let another vertex take it.");
            }
        }
    }

    @Override
    public Layer settingsAt(int place) {
        NeuralNetConfiguration layer = layer(order.get(place));
        return layer == null ? null : layer.getLayer();
    }

    @Override
    public String kindAt(int place) {
        Object settings = settingsAt(place) == null ? graph.getVertices().get(order.get(place)) : settingsAt(place);
        return settings.getClass().getSimpleName();
    }

    @Override
    public String nameAt(int place) {
        return order.get(place);
    }

    @Override
    public int last() {
        return order.size() - 1;
    }

    @Override
    public List<Integer> inputsOf(int place) {
        return sources(order.get(place)).stream()
                .map(source -> places.getOrDefault(source, -1))
                .toList();
    }

    @Override
    public InputPreProcessor reshapingAt(int place) {
        return graph.getVertices().get(order.get(place)) instanceof LayerVertex layer ? layer.getPreProcessor() : null;
    }

    @Override
    public long parametersAt(int place) {
        long its = graph.getVertices().get(order.get(place)).numParams(true);
        return its < 0 ? Long.MAX_VALUE : its; // Negative: the product did not fit.
    }

    @Override
    public double widest(int from, int to, INDArray input) {
        // What is known of codes does not tell what else the decoder takes.
        InputType type =
                from == 0 && layers.getInputPreProcess(0) == null ? ActivationSizes.type(input) : exampleType();
        if (type == null) {
            return 0;
        }
        long steps = input.rank() == 3 ? input.size(2) : 1;
        try {
            List<InputType> types = outputTypes(type);
            return between(from, to).stream()
                    .mapToDouble(place -> ActivationSizes.numbers(types.get(place), steps))
                    .max()
                    .orElse(0);
        } catch (RuntimeException e) {
            // A layer of another library need not know.
            return 0;
        }
    }

    /** Returns what an example looks like, if the layer that takes the network's input says it; null otherwise. */
    public InputType exampleType() {
        if (layers.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor picture) {
            return InputType.convolutionalFlat(
                    picture.getInputHeight(), picture.getInputWidth(), picture.getNumChannels());
        }
        boolean rows = layers.getInputPreProcess(0) == null;
        return rows && layers.getConf(0).getLayer() instanceof DenseLayer dense
                ? InputType.feedForward(dense.getNIn())
                : null;
    }

    @Override
    public List<InputType> outputTypes(InputType example) {
        Map<String, InputType> types = new HashMap<>(Map.of(input(), example));
        for (String name : order) {
            InputType[] given = sources(name).stream().map(types::get).toArray(InputType[]::new);
            InputType type = graph.getVertices().get(name).getOutputType(types.size() - 1, given);
            types.put(name, ActivationSizes.withSteps(type, settingsAt(places.get(name)), given[0]));
        }
        return order.stream().map(types::get).toList();
    }
}
