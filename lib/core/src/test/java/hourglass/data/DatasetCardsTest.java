package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.data.source.IdxDataset;
import hourglass.data.source.OlivettiFaces;
import hourglass.data.source.PublishedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cards in data/README.md say what the code does. */
class DatasetCardsTest {

    static IdxDataset[] datasets() {
        return new IdxDataset[] {IdxDataset.FASHION_MNIST, IdxDataset.MNIST};
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void theCardNamesPlaceAndChecksums(IdxDataset dataset) throws IOException {
        String card = card(dataset);

        assertThat(card).contains("`" + dataset.place() + "`");
        for (IdxDataset.Part part : dataset.parts()) {
            assertThat(card).contains("| `" + part.name() + "` | `" + part.sha256() + "` |");
        }
    }

    @Test
    void theCardOfTheFacesNamesPlaceAndChecksums() throws IOException {
        OlivettiFaces faces = OlivettiFaces.published(1);
        String card = card(faces);

        assertThat(card).contains("`" + faces.place() + "`", "| `olivettifaces.mat` | `" + faces.sha256OfMat() + "` |");
        for (IdxDataset.Part part : List.of(faces.images(), faces.labels())) {
            assertThat(card).contains("| `" + part.name() + "` | `" + part.sha256() + "` |");
        }
    }

    private static String card(PublishedDataset dataset) throws IOException {
        String cards = Files.readString(Path.of("..", "..", "data", "README.md")); // tests run in the module's folder
        String card = cards.substring(cards.indexOf("\n## " + dataset.name() + "\n") + 1);
        return card.substring(0, card.indexOf("\n## "));
    }
}
