package hourglass.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom, whose elements are found by XPath without their namespace. */
record Pom(Document document) {

    static Pom read(Path file) throws IOException {
        try {
            return new Pom(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is no pom", e);
        }
    }

    /**
     * Returns the text of every element that an expression names.
     *
     * @throws IllegalArgumentException when the expression is no XPath
     */
    List<String> texts(String expression) {
        try {
            var nodes = (NodeList)
                    XPathFactory.newInstance().newXPath().evaluate(expression, document, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent().strip())
                    .toList();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }

    /**
     * Returns the text of the one element that an expression names.
     *
     * @throws AssertionError when there is none, or more than one
     */
    String text(String expression) {
        List<String> texts = texts(expression);
        if (texts.size() != 1) {
            throw new AssertionError(expression + " names " + texts.size() + " elements of the pom and not one.");
        }
        return texts.get(0);
    }
}
