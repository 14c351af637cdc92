package io.firn.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Checkstyle wrote about a module, as {@code path:line rule}. */
final class CheckstyleResult {
  private CheckstyleResult() {}

  static Set<String> errors(Path module) throws IOException {
    return read(module, "error");
  }

  static Set<String> warnings(Path module) throws IOException {
    return read(module, "warning");
  }

  private static Set<String> read(Path module, String severity) throws IOException {
    Set<String> found = new TreeSet<>();
    NodeList errors = elements(module.resolve("target/checkstyle-result.xml"));
    for (int index = 0; index < errors.getLength(); index++) {
      Element error = (Element) errors.item(index);
      if (error.getAttribute("severity").equals(severity)) {
        Path file = Path.of(((Element) error.getParentNode()).getAttribute("name"));
        Path relative = module.toRealPath().relativize(file.toRealPath());
        found.add(relative + ":" + error.getAttribute("line") + " " + error.getAttribute("source"));
      }
    }
    return found;
  }

  private static NodeList elements(Path result) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(result.toFile())
          .getElementsByTagName("error");
    } catch (ParserConfigurationException | SAXException broken) {
      throw new IOException("cannot read " + result, broken);
    }
  }
}
