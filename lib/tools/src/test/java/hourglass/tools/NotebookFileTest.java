package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookFileTest {
    @Test
    void isFoundByGlobWithoutCheckpoints(@TempDir Path folder) throws IOException {
        for (String name : new String[] {
            "02_b.ipynb", "01_a.ipynb", "more/03_c.ipynb", ".ipynb_checkpoints/01_a-checkpoint.ipynb", "results.json"
        }) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }

        Files.createDirectory(folder.resolve("04_a_folder.ipynb"));

        assertThat(NotebookFile.find(folder, "*"))
                .containsExactly(
                        folder.resolve("01_a.ipynb"), folder.resolve("02_b.ipynb"), folder.resolve("more/03_c.ipynb"));
        assertThat(NotebookFile.find(folder, "01*")).containsExactly(folder.resolve("01_a.ipynb"));
        assertThat(NotebookFile.find(folder, "more/*")).containsExactly(folder.resolve("more/03_c.ipynb"));
        assertThat(NotebookFile.find(folder, "0[23]_*")).hasSize(2);
        assertThat(NotebookFile.find(folder.resolve("nowhere"), "*")).isEmpty();
    }

    @Test
    void mustBeJsonOfFormat4() {
        Path path = Path.of("x.ipynb");

        assertThatThrownBy(() -> NotebookFile.parse(path, "{\"cells\": ["))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x.ipynb is not valid JSON (");
        assertThatThrownBy(() -> NotebookFile.parse(path, "{\"worksheets\": [], \"nbformat\": 3}"))
                .hasMessage("x.ipynb is not a notebook of format 4: save it with a current JupyterLab.");
    }

    @Test
    void joinsSourcesThatAreStoredInLines() {
        NotebookFile notebook = NotebookFile.parse(
                Path.of("x.ipynb"),
                """
                {"nbformat": 4, "cells": [
                  {"cell_type": "code", "source": ["int x = 1;\\n", "x"], "outputs": [], "execution_count": null}]}
                """);

        assertThat(notebook.codeCells()).singleElement().satisfies(cell -> {
            assertThat(cell.source()).isEqualTo("int x = 1;\nx");
            assertThat(cell.executionCount()).isEmpty();
        });
    }
}
