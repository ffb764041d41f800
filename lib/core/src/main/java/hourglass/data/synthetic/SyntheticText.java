package hourglass.data.synthetic;

import hourglass.data.Documents;
import hourglass.runtime.Interruption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes short notes from word lists. They follow the grammar and mean nothing.
 *
 * <p>A topic is a list of ideas, and an idea has two or three words, such as rain, shower and
 * drizzle. A note has three to five sentences with two or three ideas each. Three of four ideas are the topic's, one is
 * another topic's, taken at random, and between them stand words that belong to no topic. A note keeps to one word for an
 * idea, so that two notes on one topic may have hardly a word in common. Some words belong to several topics: a pitch is
 * for football or for music, frost is for weather and for gardens.
 */
public final class SyntheticText {

    private static final Map<String, String> IDEAS = new LinkedHashMap<>();

    static {
        IDEAS.put(
                "weather",
                "rain/shower/drizzle wind/gale/breeze cloud/fog/mist snow/frost/ice storm/thunder/hail"
                        + " sun/sunshine/heat forecast/outlook pressure/front/depression temperature/degrees"
                        + " coast/sea/shore hills/valley/mountains sky/horizon chill/cold flood/puddle/river");
        IDEAS.put(
                "cooking",
                "dough/bread/loaf oven/stove/pan butter/oil/cream onion/garlic/leek soup/broth/stew"
                        + " sauce/gravy/dressing pepper/salt/spice potato/carrot/bean sugar/honey/syrup"
                        + " knife/spoon/fork recipe/dish/meal flour/rice/pasta heat/steam lemon/apple/pear");
        IDEAS.put(
                "football",
                "goal/penalty/header striker/forward/winger keeper/defender/goalkeeper referee/linesman/whistle"
                        + " match/game/fixture league/cup/season crowd/fans/supporters coach/manager/trainer"
                        + " corner/pass/cross pitch/field/grass score/result/draw injury/knee/ankle team/squad/club"
                        + " half/minute");
        IDEAS.put(
                "gardening",
                "seed/bulb/seedling soil/compost/earth rose/tulip/lily hedge/shrub/bush lawn/grass/meadow"
                        + " spade/fork/rake tomato/bean/potato root/stem/leaf frost/rain/cold weed/nettle/moss"
                        + " greenhouse/shed/fence season/spring/autumn bee/worm/snail tree/branch/apple");
        IDEAS.put(
                "computing",
                "program/code/software bug/error/fault server/network/cloud memory/disk/storage key/password/login"
                        + " file/record/table screen/display/monitor thread/process/task branch/tree/root"
                        + " test/check compiler/editor/debugger user/client/account release/version/update"
                        + " loop/function/method");
        IDEAS.put(
                "music",
                "song/tune/melody guitar/violin/piano drum/rhythm/beat singer/choir/band concert/stage/crowd"
                        + " chord/key/scale record/album/track orchestra/conductor/score note/pitch/tone"
                        + " flute/trumpet/horn verse/chorus/refrain rehearsal/audition/performance"
                        + " audience/applause microphone/speaker");
        IDEAS.put(
                "travel",
                "train/coach/bus ticket/fare/pass station/platform/terminal hotel/inn/room luggage/suitcase/bag"
                        + " coast/beach/harbour mountains/valley/hills border/passport/customs journey/trip/tour"
                        + " flight/plane/airport map/guide/route ferry/ship/boat track/road/bridge delay/queue");
        IDEAS.put(
                "health",
                "doctor/nurse/physician fever/temperature/chill heart/pulse/beat pressure/blood pill/tablet/medicine"
                        + " wound/cut/burn rest/sleep hospital/clinic/ward cough/cold/flu scale/weight/diet"
                        + " knee/ankle/shoulder pain/ache/cramp appointment/check/test breath/lung");
    }

    /** The eight topics, in the order of their labels. */
    public static final List<String> TOPICS = List.copyOf(IDEAS.keySet());

    private static final List<String[][]> WORDS = IDEAS.values().stream()
            .map(ideas ->
                    Arrays.stream(ideas.split(" ")).map(idea -> idea.split("/")).toArray(String[][]::new))
            .toList();

    // An X stands for an idea. What is around them says nothing about the topic.
    private static final String[] SENTENCES = {
        "The X was new to us and the X was old",
        "After the X we found a second X in the morning",
        "There was no X this week so the X had to do",
        "Everybody spoke of the X before the X and the X",
        "We had the X for a long time but never a better X",
        "A good X needs the X and a little time",
        "In the evening the X came first and then the X",
        "People say that the X changes with every X",
        "She asked about the X while he wrote down X and X",
        "It was the last X of the year and nobody missed the X",
        "With a small X and a large X the day began",
        "Next to the X we saw another X and more of the X"
    };

    private SyntheticText() {}

    /**
     * Writes one note.
     *
     * @param topic an index into {@link #TOPICS}
     * @param random decides the sentences and the words
     * @throws IndexOutOfBoundsException if there is no such topic
     */
    public static String write(int topic, RandomSource random) {
        String[][] own = WORDS.get(topic);
        int[] favourites = new int[own.length];
        for (int i = 0; i < favourites.length; i++) {
            favourites[i] = random.below(own[i].length);
        }
        int sentences = 3 + random.below(3);
        List<String> text = new ArrayList<>();
        for (int s = 0; s < sentences; s++) {
            String[] parts = SENTENCES[random.below(SENTENCES.length)].split("X", -1);
            StringBuilder sentence = new StringBuilder(parts[0]);
            for (int i = 1; i < parts.length; i++) {
                sentence.append(word(topic, favourites, random)).append(parts[i]);
            }
            text.add(sentence.append('.').toString());
        }
        return String.join(" ", text);
    }

    private static String word(int topic, int[] favourites, RandomSource random) {
        if (random.maybe(0.75)) {
            int idea = random.below(favourites.length);
            return WORDS.get(topic)[idea][favourites[idea]];
        }
        String[][] other = WORDS.get(random.below(WORDS.size()));
        String[] idea = other[random.below(other.length)];
        return idea[random.below(idea.length)];
    }

    /**
     * Writes short notes on eight topics: this project's own corpus, made from word lists as this class says, and no text
     * that anybody wrote. Every eighth note has the same topic; the order of notes says nothing else.
     *
     * @param n how many, at least 1
     * @param seed the same seed writes the same notes on every machine
     * @throws IllegalArgumentException if there would be none
     */
    public static Documents documents(int n, long seed) {
        if (n < 1) {
            throw new IllegalArgumentException(n + " notes cannot be written: ask for at least 1.");
        }
        List<String> texts = new ArrayList<>(n);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            Interruption.check("writing notes");
            labels[i] = i % TOPICS.size();
            texts.add(write(labels[i], RandomSource.of(seed, i)));
        }
        return new Documents(texts, labels, TOPICS);
    }
}
